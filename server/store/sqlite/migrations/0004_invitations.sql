CREATE TABLE `invitations` (
	`id` blob PRIMARY KEY NOT NULL,
	`ngo` text NOT NULL,
	`member` blob,
	`expires` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `invitees` (
	`invitation` blob PRIMARY KEY NOT NULL,
	`member` blob NOT NULL,
	`name` text NOT NULL,
	`shown` text NOT NULL,
	`box` blob NOT NULL,
	`sign` blob NOT NULL,
	`blob` blob NOT NULL,
	`login_keys` blob NOT NULL,
	`mac` blob NOT NULL,
	FOREIGN KEY (`invitation`) REFERENCES `invitations`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitees_name_unique` ON `invitees` (`name`);