CREATE TABLE `case_away` (
	`member` blob NOT NULL,
	`case` blob NOT NULL,
	PRIMARY KEY(`member`, `case`),
	FOREIGN KEY (`case`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `case_events` (
	`case` blob NOT NULL,
	`seq` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`case`, `seq`),
	FOREIGN KEY (`case`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `case_keys` (
	`case` blob NOT NULL,
	`generation` integer NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`case`, `generation`),
	FOREIGN KEY (`case`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cases` (
	`id` blob PRIMARY KEY NOT NULL,
	`request` blob NOT NULL,
	`ngo` text NOT NULL,
	`length` integer NOT NULL,
	`acted` integer NOT NULL,
	`wake_at` integer,
	FOREIGN KEY (`request`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `cases_request_unique` ON `cases` (`request`);--> statement-breakpoint
CREATE TABLE `past_teams` (
	`ngo` text NOT NULL,
	`version` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`ngo`, `version`)
) WITHOUT ROWID;
