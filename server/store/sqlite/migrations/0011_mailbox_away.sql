CREATE TABLE `mailbox_away` (
	`member` blob NOT NULL,
	`address` blob NOT NULL,
	PRIMARY KEY(`member`, `address`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `mailbox_away_address` ON `mailbox_away` (`address`);