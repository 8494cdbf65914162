CREATE TABLE `claims` (
	`request` blob PRIMARY KEY NOT NULL,
	`by` blob NOT NULL,
	`hour` integer NOT NULL,
	FOREIGN KEY (`request`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `documents` (
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`hash` text NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`kind`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_hash` ON `documents` (`kind`,`hash`);--> statement-breakpoint
CREATE TABLE `inbox_keys` (
	`member` blob NOT NULL,
	`generation` integer NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`member`, `generation`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `members` (
	`id` blob PRIMARY KEY NOT NULL,
	`ngo` text NOT NULL,
	`name` text NOT NULL,
	`blob` blob NOT NULL,
	`login_keys` blob NOT NULL,
	`sign` blob NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `members_name_unique` ON `members` (`name`);--> statement-breakpoint
CREATE TABLE `probes` (
	`id` integer PRIMARY KEY NOT NULL,
	`turn` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `requests` (
	`key_id` blob NOT NULL,
	`hour` integer NOT NULL,
	`id` blob NOT NULL,
	`address` blob NOT NULL,
	`tag` blob NOT NULL,
	`sealed` blob NOT NULL,
	`check` integer NOT NULL,
	PRIMARY KEY(`key_id`, `hour`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_id` ON `requests` (`id`);--> statement-breakpoint
CREATE TABLE `secrets` (
	`name` text PRIMARY KEY NOT NULL,
	`value` blob NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` blob PRIMARY KEY NOT NULL,
	`member` blob NOT NULL,
	`hour` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `teams` (
	`ngo` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`bytes` blob NOT NULL
) WITHOUT ROWID;
