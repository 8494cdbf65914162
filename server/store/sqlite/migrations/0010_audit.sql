CREATE TABLE `audit` (
	`ngo` text NOT NULL,
	`seq` integer NOT NULL,
	`by` blob NOT NULL,
	`at` integer NOT NULL,
	`head` blob NOT NULL,
	`line` blob NOT NULL,
	`detail` blob NOT NULL,
	PRIMARY KEY(`ngo`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit_keys` (
	`ngo` text NOT NULL,
	`generation` integer NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`ngo`, `generation`)
) WITHOUT ROWID;
