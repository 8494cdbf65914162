CREATE TABLE `switches` (
	`ngo` text NOT NULL,
	`generation` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`ngo`, `generation`)
) WITHOUT ROWID;
