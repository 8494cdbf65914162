CREATE TABLE `sites_off` (
	`site` text PRIMARY KEY NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tombstones` (
	`key_id` blob NOT NULL,
	`hash` blob NOT NULL,
	PRIMARY KEY(`key_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `claims` ADD `closed` integer;