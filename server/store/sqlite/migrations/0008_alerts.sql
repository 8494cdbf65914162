CREATE TABLE `alert_ways` (
	`id` blob PRIMARY KEY NOT NULL,
	`member` blob NOT NULL,
	`kind` text NOT NULL,
	`sealed` blob NOT NULL,
	`result` text NOT NULL,
	`hour` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `alert_ways_member` ON `alert_ways` (`member`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`way` blob PRIMARY KEY NOT NULL,
	`tries` integer NOT NULL,
	FOREIGN KEY (`way`) REFERENCES `alert_ways`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `calls_nobody` (
	`request` blob PRIMARY KEY NOT NULL,
	FOREIGN KEY (`request`) REFERENCES `requests`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
