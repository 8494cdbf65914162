CREATE TABLE `replies` (
	`address` blob NOT NULL,
	`n` integer NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`address`, `n`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `requests_address` ON `requests` (`address`);