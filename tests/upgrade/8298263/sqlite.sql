BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE broadcasts (
	id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	campaign VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	wanted JSON NOT NULL, 
	texts JSON NOT NULL, 
	fallbacks JSON NOT NULL, 
	organizer_id INTEGER, 
	code BLOB, 
	code_until DATETIME, 
	tries INTEGER NOT NULL, 
	audience_at INTEGER, 
	audience_end INTEGER, 
	created_at DATETIME NOT NULL, 
	starts_at DATETIME, 
	expires_at DATETIME NOT NULL, 
	served_at DATETIME, 
	braked_at DATETIME, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	CONSTRAINT kind CHECK (kind IN ('alert', 'confirmation')), 
	CONSTRAINT state CHECK (state IN ('draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')), 
	FOREIGN KEY(organizer_id) REFERENCES organizers (id) ON DELETE SET NULL
);
INSERT INTO "broadcasts" VALUES(1,'alert','sanctuary','sending','','{"audience": {}, "except": {}, "certainty": "sure", "official": "governor", "zone": ""}','{"en": "{programme}: The council votes tonight. Reply CALL to be put through.\nReply STOP to cancel.", "es": "{programme}: El concejo vota esta noche. Responda LLAMAR para hablar.\nResponda STOP para cancelar."}','{}',NULL,NULL,NULL,0,49,49,'2026-11-23 22:30:47.093827','2026-11-23 22:30:47.093827','2026-11-24 22:30:47.093827','2026-11-23 22:30:54.024442',NULL,NULL);
INSERT INTO "broadcasts" VALUES(2,'alert','sanctuary','scheduled','','{"audience": {}, "except": {}, "certainty": "sure", "official": "governor", "zone": "America/Los_Angeles"}','{"en": "{programme}: Next week.\nReply STOP to cancel.", "es": "{programme}: Pronto.\nResponda STOP para cancelar."}','{}',NULL,NULL,NULL,0,NULL,NULL,'2026-11-23 22:30:54.479385','2026-12-01 20:00:00.000000','2026-12-02 20:00:00.000000',NULL,NULL,NULL);
CREATE TABLE call_sheet_entries (
	id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	official VARCHAR(128) NOT NULL, 
	outcome VARCHAR(16), 
	recorded_at DATETIME, 
	due_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(sheet_id) REFERENCES call_sheets (id) ON DELETE CASCADE, 
	UNIQUE (sheet_id, official)
);
INSERT INTO "call_sheet_entries" VALUES(1,1,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(2,1,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(3,2,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(4,2,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(5,3,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(6,3,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(7,4,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(8,4,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(9,5,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(10,5,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(11,6,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(12,6,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(13,7,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(14,7,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(15,8,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(16,8,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(17,9,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(18,9,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(19,10,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(20,10,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(21,11,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(22,11,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(23,12,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(24,12,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(25,13,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(26,13,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(27,14,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(28,14,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(29,15,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(30,15,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(31,16,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(32,16,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(33,17,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(34,17,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(35,18,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(36,18,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(37,19,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(38,19,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(39,20,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(40,20,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(41,21,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(42,21,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(43,22,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(44,22,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(45,23,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(46,23,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(47,24,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(48,24,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(49,25,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(50,25,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(51,26,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(52,26,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(53,27,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(54,27,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(55,28,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(56,28,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(57,29,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(58,29,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(59,30,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(60,30,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(61,31,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(62,31,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(63,32,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(64,32,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(65,33,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(66,33,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(67,34,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(68,34,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(69,35,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(70,35,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(71,36,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(72,36,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(73,37,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(74,37,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(75,38,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(76,38,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(77,39,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(78,39,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(79,40,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(80,40,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(81,41,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(82,41,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(83,42,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(84,42,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(85,43,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(86,43,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(87,44,0,'ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18','skipped','2026-11-23 22:30:20.222480','2026-11-24 14:00:00.000000');
INSERT INTO "call_sheet_entries" VALUES(88,44,1,'ocd-person/0986ce6e-b580-46ef-85c3-86c2d049857a',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(89,45,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(90,45,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(91,46,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(92,46,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(93,47,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(94,47,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(95,48,0,'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0',NULL,NULL,NULL);
INSERT INTO "call_sheet_entries" VALUES(96,48,1,'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae',NULL,NULL,NULL);
CREATE TABLE call_sheets (
	id INTEGER NOT NULL, 
	supporter_id INTEGER NOT NULL, 
	campaign VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(supporter_id) REFERENCES supporters (id) ON DELETE CASCADE, 
	UNIQUE (supporter_id, campaign)
);
INSERT INTO "call_sheets" VALUES(1,1,'sanctuary','2026-11-23 22:00:13.072926');
INSERT INTO "call_sheets" VALUES(2,2,'sanctuary','2026-11-23 22:00:18.188009');
INSERT INTO "call_sheets" VALUES(3,3,'sanctuary','2026-11-23 22:00:18.217050');
INSERT INTO "call_sheets" VALUES(4,4,'sanctuary','2026-11-23 22:00:18.271240');
INSERT INTO "call_sheets" VALUES(5,5,'sanctuary','2026-11-23 22:00:18.310442');
INSERT INTO "call_sheets" VALUES(6,6,'sanctuary','2026-11-23 22:00:18.350653');
INSERT INTO "call_sheets" VALUES(7,7,'sanctuary','2026-11-23 22:00:18.374501');
INSERT INTO "call_sheets" VALUES(8,8,'sanctuary','2026-11-23 22:00:18.388744');
INSERT INTO "call_sheets" VALUES(9,9,'sanctuary','2026-11-23 22:00:18.420943');
INSERT INTO "call_sheets" VALUES(10,10,'sanctuary','2026-11-23 22:00:18.478336');
INSERT INTO "call_sheets" VALUES(11,11,'sanctuary','2026-11-23 22:00:18.509344');
INSERT INTO "call_sheets" VALUES(12,12,'sanctuary','2026-11-23 22:00:18.528225');
INSERT INTO "call_sheets" VALUES(13,13,'sanctuary','2026-11-23 22:00:18.561850');
INSERT INTO "call_sheets" VALUES(14,14,'sanctuary','2026-11-23 22:00:18.580056');
INSERT INTO "call_sheets" VALUES(15,15,'sanctuary','2026-11-23 22:00:18.610390');
INSERT INTO "call_sheets" VALUES(16,16,'sanctuary','2026-11-23 22:00:18.631225');
INSERT INTO "call_sheets" VALUES(17,17,'sanctuary','2026-11-23 22:00:18.649043');
INSERT INTO "call_sheets" VALUES(18,18,'sanctuary','2026-11-23 22:00:18.664887');
INSERT INTO "call_sheets" VALUES(19,19,'sanctuary','2026-11-23 22:00:18.695074');
INSERT INTO "call_sheets" VALUES(20,20,'sanctuary','2026-11-23 22:00:18.723869');
INSERT INTO "call_sheets" VALUES(21,21,'sanctuary','2026-11-23 22:00:18.744425');
INSERT INTO "call_sheets" VALUES(22,22,'sanctuary','2026-11-23 22:00:18.782820');
INSERT INTO "call_sheets" VALUES(23,23,'sanctuary','2026-11-23 22:00:18.801064');
INSERT INTO "call_sheets" VALUES(24,24,'sanctuary','2026-11-23 22:00:18.817126');
INSERT INTO "call_sheets" VALUES(25,25,'sanctuary','2026-11-23 22:00:18.847171');
INSERT INTO "call_sheets" VALUES(26,26,'sanctuary','2026-11-23 22:00:19.442424');
INSERT INTO "call_sheets" VALUES(27,27,'sanctuary','2026-11-23 22:00:19.475719');
INSERT INTO "call_sheets" VALUES(28,28,'sanctuary','2026-11-23 22:00:19.507038');
INSERT INTO "call_sheets" VALUES(29,29,'sanctuary','2026-11-23 22:00:19.543952');
INSERT INTO "call_sheets" VALUES(30,30,'sanctuary','2026-11-23 22:00:19.577543');
INSERT INTO "call_sheets" VALUES(31,31,'sanctuary','2026-11-23 22:00:19.596300');
INSERT INTO "call_sheets" VALUES(32,32,'sanctuary','2026-11-23 22:00:19.621123');
INSERT INTO "call_sheets" VALUES(33,33,'sanctuary','2026-11-23 22:00:19.650306');
INSERT INTO "call_sheets" VALUES(34,34,'sanctuary','2026-11-23 22:00:19.668502');
INSERT INTO "call_sheets" VALUES(35,35,'sanctuary','2026-11-23 22:00:19.698778');
INSERT INTO "call_sheets" VALUES(36,36,'sanctuary','2026-11-23 22:00:19.734388');
INSERT INTO "call_sheets" VALUES(37,37,'sanctuary','2026-11-23 22:00:19.758667');
INSERT INTO "call_sheets" VALUES(38,38,'sanctuary','2026-11-23 22:00:19.801638');
INSERT INTO "call_sheets" VALUES(39,39,'sanctuary','2026-11-23 22:00:19.834277');
INSERT INTO "call_sheets" VALUES(40,40,'sanctuary','2026-11-23 22:00:19.851816');
INSERT INTO "call_sheets" VALUES(41,42,'sanctuary','2026-11-23 22:30:20.026489');
INSERT INTO "call_sheets" VALUES(42,43,'sanctuary','2026-11-23 22:30:20.088409');
INSERT INTO "call_sheets" VALUES(43,44,'sanctuary','2026-11-23 22:30:20.100307');
INSERT INTO "call_sheets" VALUES(44,45,'sanctuary','2026-11-23 22:30:20.188305');
INSERT INTO "call_sheets" VALUES(45,46,'sanctuary','2026-11-23 22:30:20.237586');
INSERT INTO "call_sheets" VALUES(46,47,'sanctuary','2026-11-23 22:30:20.334280');
INSERT INTO "call_sheets" VALUES(47,48,'sanctuary','2026-11-23 22:30:20.395653');
INSERT INTO "call_sheets" VALUES(48,49,'sanctuary','2026-11-23 22:30:20.456923');
CREATE TABLE calls (
	id INTEGER NOT NULL, 
	supporter_id INTEGER, 
	person BLOB, 
	campaign VARCHAR(64) NOT NULL, 
	"key" VARCHAR(64), 
	official VARCHAR(128) NOT NULL, 
	line VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	seconds INTEGER, 
	outcome VARCHAR(16), 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(supporter_id) REFERENCES supporters (id) ON DELETE SET NULL
);
INSERT INTO "calls" VALUES(1,47,NULL,'sanctuary','CAf41f948144ff92718e1ca3d3f942ae93','ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0','+13609024111','dialing',NULL,NULL,'2026-11-23 22:30:20.380292');
INSERT INTO "calls" VALUES(2,48,NULL,'sanctuary','CA6ad3a74e80ac5ddc96735a74c64ff026','ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0','+13609024111','answered',95,NULL,'2026-11-23 22:30:20.445531');
CREATE TABLE "consents" (
	id INTEGER NOT NULL, 
	person BLOB NOT NULL, 
	programme VARCHAR(64) NOT NULL, 
	words VARCHAR(160) NOT NULL, 
	channel VARCHAR(8) NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	act VARCHAR(16) NOT NULL, 
	proof VARCHAR(200), 
	given_at DATETIME, 
	PRIMARY KEY (id), 
	CONSTRAINT act CHECK (act IN ('granted', 'withdrawn', 'claimed'))
);
INSERT INTO "consents" VALUES(1,X'95B338E33B926D2E1082303B7C4E93D646948CD8ADC4F93735CF2A1BE18EFCE2','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.132483','granted',NULL,NULL);
INSERT INTO "consents" VALUES(2,X'35E7A12704A4DB38D37CFA3EC1F346827D7E7154DC00A00725F405D396BF2543','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.207218','granted',NULL,NULL);
INSERT INTO "consents" VALUES(3,X'44C5FE4D9B00B5B96591B9B687AEFDB9952B97C37F8345774D612BCF27B6002A','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.240757','granted',NULL,NULL);
INSERT INTO "consents" VALUES(4,X'1296923635B1669A396C7AC47335826223FFAC7C82EAD4F320150953EDF58161','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.287966','granted',NULL,NULL);
INSERT INTO "consents" VALUES(5,X'522B8C7D734DCDDE835AC41999EEE9B82921AC035F170865F560DEB91FB1773B','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.330476','granted',NULL,NULL);
INSERT INTO "consents" VALUES(6,X'450E007C52D282351D6A45D9F3FF30C1FE17455EF6734CBF64465112EB187403','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.366926','granted',NULL,NULL);
INSERT INTO "consents" VALUES(7,X'EBDCEAE9AE59E38BBB2EC9CA5C221F167AD820EB15886A0A934C54142B04F8B8','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.385679','granted',NULL,NULL);
INSERT INTO "consents" VALUES(8,X'081D2837152AE3F45854A275F47E1609C385A765C058B39D839104C0B33EE26E','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.417938','granted',NULL,NULL);
INSERT INTO "consents" VALUES(9,X'7D126137A00EA73D3B837D4B92BE058A80BD89D985EC390343D725632811F9E9','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.444342','granted',NULL,NULL);
INSERT INTO "consents" VALUES(10,X'21AFA01E75E68548579441C40299546FF1BFED11284687994D9932C128EDDD0D','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.494145','granted',NULL,NULL);
INSERT INTO "consents" VALUES(11,X'8E2B122441C3873996E6E40A9B132B6D955BEC4992CDB15BAC2DC585B68B2DC7','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.512910','granted',NULL,NULL);
INSERT INTO "consents" VALUES(12,X'2CF3373C5F465AD8B3D34F0F2CD5EF7984AEFD4C8E516462165E4769DEF675B1','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.542763','granted',NULL,NULL);
INSERT INTO "consents" VALUES(13,X'561B2EE7A7937EE0F6857EF5A9153214188516E694267F2D596155B5475E1E88','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.564998','granted',NULL,NULL);
INSERT INTO "consents" VALUES(14,X'5A9F772D430FDCEAE08341D46F08104A77A6C1F2AE70AC4FFB758FA06E6B0A9A','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.595453','granted',NULL,NULL);
INSERT INTO "consents" VALUES(15,X'A02DEBEDA124B52D9A9346124602D78E746C22928D9CC54BAEC1E68330839C57','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.616297','granted',NULL,NULL);
INSERT INTO "consents" VALUES(16,X'90C14BCA069BB13A9CD7D612C733C1B3260EC27676295E4D130833B24F6E4E12','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.645981','granted',NULL,NULL);
INSERT INTO "consents" VALUES(17,X'BDFC97BB50D3FE941B1654B1F325DA69E5167E4A492D2875233F90E6B4ABCE61','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.662240','granted',NULL,NULL);
INSERT INTO "consents" VALUES(18,X'23EE729860EE50BBC87F231AECD6B7A8A0D3764A0F6E4C04843ED53B515AF5C8','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.680166','granted',NULL,NULL);
INSERT INTO "consents" VALUES(19,X'A387C714A43E156CC1F378718B165047B8ADC43F00CFD8A061C9B521ED4D59A7','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.710328','granted',NULL,NULL);
INSERT INTO "consents" VALUES(20,X'F8D8398ED66D97ECB4887EF4197B90A9E3AD5F0D41D4A8147543A05B2282D56D','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.741403','granted',NULL,NULL);
INSERT INTO "consents" VALUES(21,X'9269C433F5CBA3360F7AE3070B6DCA2F1FBA8AAE850D8918416D7820CCDB61C8','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.763680','granted',NULL,NULL);
INSERT INTO "consents" VALUES(22,X'980E6DF759E4BBE51D1CD1A35839B875B4F5DD9C9A774E740562B9EE62FBEE44','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.798224','granted',NULL,NULL);
INSERT INTO "consents" VALUES(23,X'E69D13986B549B7E305696A2ED170C07151C85638C37CD4AEF946518422C15E8','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.814553','granted',NULL,NULL);
INSERT INTO "consents" VALUES(24,X'CB5BD801582554C832A39A469ECA2CEC992B9515CF80A82D8763E1439A76D501','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.832292','granted',NULL,NULL);
INSERT INTO "consents" VALUES(25,X'453DE584157D97BC188199F9EC39300E5EFEC0A4EFBD9E7C60D335BF64661258','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:18.862566','granted',NULL,NULL);
INSERT INTO "consents" VALUES(26,X'9CD0F0667A008C3C8FD3DA21EBAD8695389EE8DF2C597CAA7E688C5A6C5D252F','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.456141','granted',NULL,NULL);
INSERT INTO "consents" VALUES(27,X'E65B8EBD85E31FF500BFFE83956D013670265E931BA521F2129B2E6B2D86DACD','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.491667','granted',NULL,NULL);
INSERT INTO "consents" VALUES(28,X'9F22F006E73FFE761425AAFD3F77D450819A520937A99CFD65EA7C0EA692EF7A','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.522799','granted',NULL,NULL);
INSERT INTO "consents" VALUES(29,X'63BDF6A396FB3C4B89158E726AA379AC5CA01BED18C70B57AE3C8089444E01F6','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.552498','granted',NULL,NULL);
INSERT INTO "consents" VALUES(30,X'32C72EA1B70A5F92AA9938867D38FD51CC6B80066B63F157C08F6AA93A31D3E2','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.580982','granted',NULL,NULL);
INSERT INTO "consents" VALUES(31,X'C6DD31FCE238397235BBE67445EE35153B33221D29E86EB3572DD74FD811D09C','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.618208','granted',NULL,NULL);
INSERT INTO "consents" VALUES(32,X'1F126CF6F416906B2269C97AA66DA1B33F54078F691EFAFB3BB081750AF89B45','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.638166','granted',NULL,NULL);
INSERT INTO "consents" VALUES(33,X'17AD513BBB7D1A302EFB77B83B04B20DB9C68691A0EF27645C2435A97F16391F','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.665498','granted',NULL,NULL);
INSERT INTO "consents" VALUES(34,X'EF14730460B9B794D3F5B055BC1F0B37ED8DA7FE988E0F3270C925BE3F1F3F81','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.683781','granted',NULL,NULL);
INSERT INTO "consents" VALUES(35,X'ECA03475A88321D9E4DC03CB277473F95E0633BE3F590DB8578EC9093107FED1','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.718997','granted',NULL,NULL);
INSERT INTO "consents" VALUES(36,X'3AE33F23A39B8FA74ABA36E1FDA5931990BAE3BF7DF613B7099DD1F3A1C8FDEC','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.742929','granted',NULL,NULL);
INSERT INTO "consents" VALUES(37,X'6E9E429902797769510AC9F16F4BD27A1E16B823E0E5A0E702A55C15832065B1','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.782328','granted',NULL,NULL);
INSERT INTO "consents" VALUES(38,X'4013D58A470FF6871A50D3CCB21EE47057051457E3440863EE3BAE86958D6A24','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.814992','granted',NULL,NULL);
INSERT INTO "consents" VALUES(39,X'E4DE880629C352250A89B1E4E2F322297923EA07C01BF78432B3137F91004B05','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.848623','granted',NULL,NULL);
INSERT INTO "consents" VALUES(40,X'1AD5AD737CD3E7FD5E83DEB9281981AB249CF858E5F724BB799FD012CB9C0C8B','sanctuary','JOIN','sms','keyword','2026-11-23 22:00:19.885913','granted',NULL,NULL);
INSERT INTO "consents" VALUES(41,X'035A593249CFAF9A5F3D03D6A158A14744C448C1FC293730B897906E88F51445','sanctuary','JOIN','sms','keyword','2026-11-23 22:30:20.134866','granted',NULL,NULL);
INSERT INTO "consents" VALUES(42,X'035A593249CFAF9A5F3D03D6A158A14744C448C1FC293730B897906E88F51445','*','STOP','sms','keyword','2026-11-23 22:30:20.151371','withdrawn',NULL,NULL);
CREATE TABLE "deliveries" (
	id INTEGER NOT NULL, 
	broadcast_id INTEGER NOT NULL, 
	supporter_id INTEGER, 
	state VARCHAR(16) NOT NULL, 
	zone VARCHAR(160) NOT NULL, 
	attempts INTEGER NOT NULL, 
	failures INTEGER DEFAULT '0' NOT NULL, 
	due_at DATETIME, 
	text TEXT, 
	segments INTEGER, 
	sender VARCHAR(64), 
	provider_id VARCHAR(64), 
	error VARCHAR(64), 
	claimed_at DATETIME, 
	sent_at DATETIME, 
	PRIMARY KEY (id), 
	CONSTRAINT state CHECK (state = 'queued' OR state = 'sending' OR state = 'unknown' OR state = 'waiting' OR state = 'sent' OR state = 'delivered' OR state = 'failed' OR state = 'skipped'), 
	UNIQUE (broadcast_id, supporter_id)
);
INSERT INTO "deliveries" VALUES(1,1,1,'delivered','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SM67acf1dcf5bf808b7ce725ec58ac1b31',NULL,'2026-11-23 22:30:49.780430','2026-11-23 22:30:50.908778');
INSERT INTO "deliveries" VALUES(2,1,2,'delivered','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SM29b00a8da38224fd168b131158ac1b37',NULL,'2026-11-23 22:30:49.780430','2026-11-23 22:30:50.908778');
INSERT INTO "deliveries" VALUES(3,1,3,'delivered','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SMcc8ac2a9e7f2e56263a7ba7a58ac1b36',NULL,'2026-11-23 22:30:49.780430','2026-11-23 22:30:50.908778');
INSERT INTO "deliveries" VALUES(4,1,4,'delivered','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SM9af514aa3558790abefb770758ac1b35',NULL,'2026-11-23 22:30:49.780430','2026-11-23 22:30:53.511937');
INSERT INTO "deliveries" VALUES(5,1,5,'unknown','America/Los_Angeles',1,0,'2026-11-23 22:32:19.913491','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,'ClientOSError','2026-11-23 22:30:49.913491',NULL);
INSERT INTO "deliveries" VALUES(6,1,6,'failed','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SMc6a3fd37df639333034c847158ac1b34','30005','2026-11-23 22:30:49.913491','2026-11-23 22:30:50.786737');
INSERT INTO "deliveries" VALUES(7,1,7,'delivered','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SMc198537649e93ad605ab4d8c58ac1b33',NULL,'2026-11-23 22:30:49.913491','2026-11-23 22:30:50.786737');
INSERT INTO "deliveries" VALUES(8,1,8,'delivered','America/Los_Angeles',1,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SMf6fbb817b98e63ca501f890d58ac1b32',NULL,'2026-11-23 22:30:49.913491','2026-11-23 22:30:50.786737');
INSERT INTO "deliveries" VALUES(9,1,9,'delivered','America/Los_Angeles',2,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SMef756aec71b69904fd3216fa58ac1b30',NULL,'2026-11-23 22:30:52.431751','2026-11-23 22:30:52.880068');
INSERT INTO "deliveries" VALUES(10,1,10,'sent','America/Los_Angeles',2,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SM21c7dc1738e8101b9144edee58ac1b3f',NULL,'2026-11-23 22:30:52.431751','2026-11-23 22:30:52.880068');
INSERT INTO "deliveries" VALUES(11,1,11,'sent','America/Los_Angeles',2,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SM2900c92dd89ac6696a73eb4e58ac1b3e',NULL,'2026-11-23 22:30:52.431751','2026-11-23 22:30:52.880068');
INSERT INTO "deliveries" VALUES(12,1,12,'sent','America/Los_Angeles',2,0,NULL,'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100','SM44aa0c5a37e87d5635bb828758ac1b3d',NULL,'2026-11-23 22:30:52.431751','2026-11-23 22:30:52.880068');
INSERT INTO "deliveries" VALUES(13,1,13,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:23.502204','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:52.509736',NULL);
INSERT INTO "deliveries" VALUES(14,1,14,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:23.502204','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:52.509736',NULL);
INSERT INTO "deliveries" VALUES(15,1,15,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:23.502204','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:52.509736',NULL);
INSERT INTO "deliveries" VALUES(16,1,16,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:23.502204','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:52.509736',NULL);
INSERT INTO "deliveries" VALUES(17,1,17,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.009844','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.006003',NULL);
INSERT INTO "deliveries" VALUES(18,1,18,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.009844','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.006003',NULL);
INSERT INTO "deliveries" VALUES(19,1,19,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.009844','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.006003',NULL);
INSERT INTO "deliveries" VALUES(20,1,20,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.009844','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.006003',NULL);
INSERT INTO "deliveries" VALUES(21,1,21,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.517495','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.512771',NULL);
INSERT INTO "deliveries" VALUES(22,1,22,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.517495','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.512771',NULL);
INSERT INTO "deliveries" VALUES(23,1,23,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.517495','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.512771',NULL);
INSERT INTO "deliveries" VALUES(24,1,24,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:24.517495','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:53.512771',NULL);
INSERT INTO "deliveries" VALUES(25,1,25,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:25.025071','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:54.024442',NULL);
INSERT INTO "deliveries" VALUES(26,1,26,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:25.025071','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:54.024442',NULL);
INSERT INTO "deliveries" VALUES(27,1,27,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:25.025071','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:54.024442',NULL);
INSERT INTO "deliveries" VALUES(28,1,28,'sending','America/Los_Angeles',1,0,'2026-11-23 22:31:25.025071','Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.',1,'+12065550100',NULL,NULL,'2026-11-23 22:30:54.024442',NULL);
INSERT INTO "deliveries" VALUES(29,1,29,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(30,1,30,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(31,1,31,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(32,1,32,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(33,1,33,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(34,1,34,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(35,1,35,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(36,1,36,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(37,1,37,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(38,1,38,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(39,1,39,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(40,1,40,'queued','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES(41,1,44,'skipped','America/Los_Angeles',0,0,NULL,NULL,NULL,NULL,NULL,'stopped',NULL,NULL);
CREATE TABLE erasures (
	kind VARCHAR(16) NOT NULL, 
	at DATETIME NOT NULL, 
	rows INTEGER NOT NULL, 
	PRIMARY KEY (kind)
);
CREATE TABLE leases (
	name VARCHAR(32) NOT NULL, 
	holder VARCHAR(64) NOT NULL, 
	until DATETIME NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE line_reports (
	id INTEGER NOT NULL, 
	line VARCHAR(16) NOT NULL, 
	official VARCHAR(128) NOT NULL, 
	person BLOB NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (line, person)
);
CREATE TABLE messages (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	supporter_id INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	body TEXT NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	provider_id VARCHAR(64), 
	error VARCHAR(64), 
	at DATETIME NOT NULL, 
	CONSTRAINT kind CHECK (kind IN ('text', 'ring')), 
	CONSTRAINT status CHECK (status IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')), 
	FOREIGN KEY(supporter_id) REFERENCES supporters (id) ON DELETE CASCADE, 
	UNIQUE (provider_id)
);
INSERT INTO "messages" VALUES(1,46,'ring','','sent','CA73a7ea8224a1fc08dbcf23914723a94d',NULL,'2026-11-23 22:30:20.240795');
CREATE TABLE organizers (
	id INTEGER NOT NULL, 
	phone BLOB NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	campaign VARCHAR(64) NOT NULL, 
	code BLOB, 
	code_until DATETIME, 
	tries INTEGER NOT NULL, 
	verified_at DATETIME, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (phone)
);
CREATE TABLE senders (
	address VARCHAR(64) NOT NULL, 
	rate DOUBLE NOT NULL, 
	free_at DOUBLE NOT NULL, 
	rests_until DATETIME, 
	reason VARCHAR(64) NOT NULL, 
	failures INTEGER NOT NULL, 
	PRIMARY KEY (address)
);
INSERT INTO "senders" VALUES('+12065550100',8.0,1.79594451853160619737e+09,'2026-11-23 22:30:52.428268','',0);
CREATE TABLE sign_up_days (
	campaign VARCHAR(64) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	forms INTEGER NOT NULL, 
	broadcast_id INTEGER, 
	PRIMARY KEY (campaign, day), 
	FOREIGN KEY(broadcast_id) REFERENCES broadcasts (id) ON DELETE SET NULL
);
CREATE TABLE spends (
	campaign VARCHAR(64) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	segments INTEGER NOT NULL, 
	micros BIGINT NOT NULL, 
	PRIMARY KEY (campaign, day)
);
INSERT INTO "spends" VALUES('sanctuary','2026-11-23',28,333200);
CREATE TABLE subscriptions (
	supporter_id INTEGER NOT NULL, 
	programme VARCHAR(64) NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	since DATETIME NOT NULL, 
	PRIMARY KEY (supporter_id, programme), 
	CONSTRAINT state CHECK (state IN ('pending', 'active', 'left')), 
	FOREIGN KEY(supporter_id) REFERENCES supporters (id) ON DELETE CASCADE
);
INSERT INTO "subscriptions" VALUES(1,'sanctuary','active','2026-11-23 22:00:18.132483');
INSERT INTO "subscriptions" VALUES(2,'sanctuary','active','2026-11-23 22:00:18.207218');
INSERT INTO "subscriptions" VALUES(3,'sanctuary','active','2026-11-23 22:00:18.240757');
INSERT INTO "subscriptions" VALUES(4,'sanctuary','active','2026-11-23 22:00:18.287966');
INSERT INTO "subscriptions" VALUES(5,'sanctuary','active','2026-11-23 22:00:18.330476');
INSERT INTO "subscriptions" VALUES(6,'sanctuary','active','2026-11-23 22:00:18.366926');
INSERT INTO "subscriptions" VALUES(7,'sanctuary','active','2026-11-23 22:00:18.385679');
INSERT INTO "subscriptions" VALUES(8,'sanctuary','active','2026-11-23 22:00:18.417938');
INSERT INTO "subscriptions" VALUES(9,'sanctuary','active','2026-11-23 22:00:18.444342');
INSERT INTO "subscriptions" VALUES(10,'sanctuary','active','2026-11-23 22:00:18.494145');
INSERT INTO "subscriptions" VALUES(11,'sanctuary','active','2026-11-23 22:00:18.512910');
INSERT INTO "subscriptions" VALUES(12,'sanctuary','active','2026-11-23 22:00:18.542763');
INSERT INTO "subscriptions" VALUES(13,'sanctuary','active','2026-11-23 22:00:18.564998');
INSERT INTO "subscriptions" VALUES(14,'sanctuary','active','2026-11-23 22:00:18.595453');
INSERT INTO "subscriptions" VALUES(15,'sanctuary','active','2026-11-23 22:00:18.616297');
INSERT INTO "subscriptions" VALUES(16,'sanctuary','active','2026-11-23 22:00:18.645981');
INSERT INTO "subscriptions" VALUES(17,'sanctuary','active','2026-11-23 22:00:18.662240');
INSERT INTO "subscriptions" VALUES(18,'sanctuary','active','2026-11-23 22:00:18.680166');
INSERT INTO "subscriptions" VALUES(19,'sanctuary','active','2026-11-23 22:00:18.710328');
INSERT INTO "subscriptions" VALUES(20,'sanctuary','active','2026-11-23 22:00:18.741403');
INSERT INTO "subscriptions" VALUES(21,'sanctuary','active','2026-11-23 22:00:18.763680');
INSERT INTO "subscriptions" VALUES(22,'sanctuary','active','2026-11-23 22:00:18.798224');
INSERT INTO "subscriptions" VALUES(23,'sanctuary','active','2026-11-23 22:00:18.814553');
INSERT INTO "subscriptions" VALUES(24,'sanctuary','active','2026-11-23 22:00:18.832292');
INSERT INTO "subscriptions" VALUES(25,'sanctuary','active','2026-11-23 22:00:18.862566');
INSERT INTO "subscriptions" VALUES(26,'sanctuary','active','2026-11-23 22:00:19.456141');
INSERT INTO "subscriptions" VALUES(27,'sanctuary','active','2026-11-23 22:00:19.491667');
INSERT INTO "subscriptions" VALUES(28,'sanctuary','active','2026-11-23 22:00:19.522799');
INSERT INTO "subscriptions" VALUES(29,'sanctuary','active','2026-11-23 22:00:19.552498');
INSERT INTO "subscriptions" VALUES(30,'sanctuary','active','2026-11-23 22:00:19.580982');
INSERT INTO "subscriptions" VALUES(31,'sanctuary','active','2026-11-23 22:00:19.618208');
INSERT INTO "subscriptions" VALUES(32,'sanctuary','active','2026-11-23 22:00:19.638166');
INSERT INTO "subscriptions" VALUES(33,'sanctuary','active','2026-11-23 22:00:19.665498');
INSERT INTO "subscriptions" VALUES(34,'sanctuary','active','2026-11-23 22:00:19.683781');
INSERT INTO "subscriptions" VALUES(35,'sanctuary','active','2026-11-23 22:00:19.718997');
INSERT INTO "subscriptions" VALUES(36,'sanctuary','active','2026-11-23 22:00:19.742929');
INSERT INTO "subscriptions" VALUES(37,'sanctuary','active','2026-11-23 22:00:19.782328');
INSERT INTO "subscriptions" VALUES(38,'sanctuary','active','2026-11-23 22:00:19.814992');
INSERT INTO "subscriptions" VALUES(39,'sanctuary','active','2026-11-23 22:00:19.848623');
INSERT INTO "subscriptions" VALUES(40,'sanctuary','active','2026-11-23 22:00:19.885913');
INSERT INTO "subscriptions" VALUES(44,'sanctuary','active','2026-11-23 22:30:20.134866');
CREATE TABLE "supporters" (
	id INTEGER NOT NULL, 
	phone BLOB, 
	language VARCHAR(8), 
	zip VARCHAR(5), 
	told JSON NOT NULL, 
	campaign VARCHAR(64), 
	textable BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	exact JSON, 
	zone VARCHAR(160), 
	stopped BOOLEAN NOT NULL, 
	only_called BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (phone)
);
INSERT INTO "supporters" VALUES(1,X'C9576690CC29DE9A67B1E374DE417790A0A714FF7BF68F5898F55100',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:13.072926','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(2,X'A45FFD5C970712B03190B08F4A28A6C8D723012BE9A034EA5C7F67CD',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.188009','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(3,X'4F47814A8293AD40BB658426CD72A21378AE2A3BF7735D5754B825DC',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.217050','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(4,X'66120FB8042FA4410C0988A020E80642CB42D28A800C4162B4B072D8',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.271240','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(5,X'177CC9296A84578F04750AA13F746723A90F72478F2A8B7E8055211F',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.310442','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(6,X'42C18FC4410B68DB65999908FB8C41B3B3634749D9C81920EDDD4A21',NULL,'98402','{}','sanctuary',0,'2026-11-23 22:00:18.350653','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(7,X'85D8769927A37E85B6AF891601DB1C6ABE3DCEB4714B41A300395BB3',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.374501','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(8,X'7C8550C1A53B1C677D3D6FDDC0A88FB36B2727E288F989384D1495BA',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.388744','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(9,X'E75AC52EC7D1CBA2EC864F4152AFED2ABA4F34994F0ED4A2616D4CD6',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.420943','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(10,X'ABFCF0A4D230FF0AFAC0A09E0DC5FA6CDE3570BFD364C280DC8AED6F',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.478336','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(11,X'3784EB051602B13218C798F5A8DD3C0C67008C7CECFB96AB94CDF069',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.509344','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(12,X'856185F609C74E64EC97282BEF9429D618786A416197C8808D589DD7',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.528225','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(13,X'8AD93AFF80E2B0D42B0C08A358F50967159821A0E26BBB8DA8275574',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.561850','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(14,X'46C9BD1260E07B7A518D5AAA8386DB73068FF1618B013F6A2C952A56',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.580056','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(15,X'8E4BEFC3EF48E2094615E0629E873D49D4AF17422F0A802750AE4CFA',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.610390','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(16,X'A0A020B49869E800F36CE2A32F4C0BE8DA83F80A55C9A04DCCF2826A',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.631225','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(17,X'A73B862F89265A4CB8ACB5172ECCBE0F029B5BCFDEE783FD31BFD41C',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.649043','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(18,X'427083D1435C6B2AAAE3F440F1FB9FB9D16E1503BD491D020902B533',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.664887','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(19,X'FA2D881BDED80BE842B9528D3FB109851878C454813B5BB99151BE53',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.695074','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(20,X'D8AE5150409156CD4E8515BE347622CBB69BF61139E10BD8037E707E',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.723869','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(21,X'7A973F9F575A908A3D2EF4CACBB6B046EC5F28E778A243E9EA1D42E8',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.744425','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(22,X'4476BBEA3C1AF52D0BA86ADBD6B598FA4B32573B543AEF594E6A6AFC',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.782820','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(23,X'6DD4F4991D12A2E89EB2BD5504D24CB5653C477A8D078D74697E858E',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.801064','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(24,X'61EBE0D8B6CE51998C4E2D24B1856E80BFBDD3F40554C428325763F7',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.817126','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(25,X'18341CBB6B81E6B8A263D0C1A80AC08C6A503BE97EFF290599E91942',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:18.847171','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(26,X'7832DE445B948A87D7F78B289A7EEA2637846E12AF9DBCB96681444E',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.442424','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(27,X'979CDDFCF8F8695968BF9AA9FDDAB1BC15604914950DBF4406E11325',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.475719','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(28,X'8DB64499A377FC652F9A5328087277B72CB50C4E2C426F6009816798',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.507038','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(29,X'973AF6594E53E7117A372E0FB3F59F649D29D34F1729558721E6F68D',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.543952','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(30,X'56EC69E004A03CCD61611C7D469C0933882955DA3438C16B0430D49D',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.577543','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(31,X'D9498C18372EE0A3EFF3274349C870D1EC6C951EF1B046613F58371E',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.596300','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(32,X'12FF81AE7149E1ABE8A02DF8D4D5B528EB015FCA9F80932DF83BD091',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.621123','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(33,X'65A12F5515505E715FF1DB08B2C7B9BB49A7392F3974A0CA52EF3C67',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.650306','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(34,X'53876C66FBDCA4E0DE0B0E920F8BF60A95E2B24B519774F3C54FD067',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.668502','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(35,X'8A06AAF3B78772A70624C441828559886DA1CA431782F5DC537CAA96',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.698778','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(36,X'4897B3B5DEB9E73A9227B549492B52E6FE2B06589453D1D8A5E3509D',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.734388','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(37,X'D50D6D8E1D6B2C3D2EE89C7CF7456917D531DC2A90C958E33F75F232',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.758667','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(38,X'5629A0B2BCB6996A24B3E58387CFBD5A15418797A5DAE367F51991E3',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.801638','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(39,X'86EB853F83A9493A2E559E810683A33843D2E12135E5A5575E6542F2',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.834277','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(40,X'68F4359CBCADF86823D3B0C259EB93D86FF7A0AAD0A764EB178CE5CA',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:00:19.851816','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(41,X'1550224B8604F20DB8AD4E0F300CC368792435920B66B2E03C58CC61',NULL,NULL,'{}','sanctuary',1,'2026-11-23 22:30:19.899496','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(42,X'1DEB47219F69AD71D46F232536E669EE4ECDA4F2F941B69BC375CC4C',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:30:20.026489','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(43,X'E86D9AC78185CC58B94CF43C2C86FFB320DB8B9570F00FADE36568A4','es','98402','{}','sanctuary',1,'2026-11-23 22:30:20.088409','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(44,X'E534F0DAC01B3B19D065864A5CF0D87B5B5415587B741B3BC2B37763',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:30:20.100307','{}','America/Los_Angeles',1,0);
INSERT INTO "supporters" VALUES(45,X'28A8EC88A807CF142B24F67F196ECD0853FB407AB1D46A36DA216DCF',NULL,'10001','{}','sanctuary',1,'2026-11-23 22:30:20.188305','{}','America/New_York',0,0);
INSERT INTO "supporters" VALUES(46,X'2C8A9F1960A61F0B0FFED053EFED2A51AC69D96C5935C7DFC410A209',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:30:20.237586','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(47,X'4A2A9B59208770BD6994E84C131796D6AF80B44637A6C0943C69727D','en','98402','{}','sanctuary',1,'2026-11-23 22:30:20.334280','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(48,X'B916B4BEF2F64ACF75599ACB1E7EBE3CB27177AE5C76B9EADEB2C6C1','en','98402','{}','sanctuary',1,'2026-11-23 22:30:20.395653','{}','America/Los_Angeles',0,0);
INSERT INTO "supporters" VALUES(49,X'A4CD754D1B4C663FCD95EAAF4F60218F2E1EDC9FC812566488645144',NULL,'98402','{}','sanctuary',1,'2026-11-23 22:30:20.456923','{}','America/Los_Angeles',0,0);
CREATE TABLE turns (
	"key" VARCHAR(80) NOT NULL, 
	supporter_id INTEGER, 
	number INTEGER, 
	call VARCHAR(64), 
	state TEXT, 
	reply TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(supporter_id) REFERENCES supporters (id) ON DELETE CASCADE, 
	UNIQUE (supporter_id, number)
);
INSERT INTO "turns" VALUES('SMb85916f8e687570d7e390348ad865dde',1,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:13.072926');
INSERT INTO "turns" VALUES('SM7166d0391f82885e9077bcff63b91383',1,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.132483');
INSERT INTO "turns" VALUES('SM1a15037cfe29c1be7073a500a27e1be7',2,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.188009');
INSERT INTO "turns" VALUES('SMa4d1ecf499b37da227c206d3e7f9659b',2,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.207218');
INSERT INTO "turns" VALUES('SM20b12d2a1bd999c9af1dd79f16a41fe1',3,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.217050');
INSERT INTO "turns" VALUES('SM63b0692bdf539ec60b9310c08950456d',3,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.240757');
INSERT INTO "turns" VALUES('SMc392d161d5ac70c6e175cf743149ca78',4,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.271240');
INSERT INTO "turns" VALUES('SM6d58df25cf38c22543a9a8fe00534b2a',4,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.287966');
INSERT INTO "turns" VALUES('SMb0eacab4e96f318a8ff32003faf73d80',5,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.310442');
INSERT INTO "turns" VALUES('SM9241b06d7fdd11740d8555ce11c4bbbe',5,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.330476');
INSERT INTO "turns" VALUES('SMee276bf9374b6e2bd8e5a9ce0fb58d06',6,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.350653');
INSERT INTO "turns" VALUES('SM8f5d8f60b9fe4412f0fe9a9d563666f6',6,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.366926');
INSERT INTO "turns" VALUES('SM0025ef9077d5c33c39715b59a738dada',7,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.374501');
INSERT INTO "turns" VALUES('SM75f889693ffcb7d00e8a6fc9eaded88c',7,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.385679');
INSERT INTO "turns" VALUES('SM37b40d97936b7d28f502e99a25db8270',8,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.388744');
INSERT INTO "turns" VALUES('SM893371a88a56c68e2dd3a88f84c544ae',8,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.417938');
INSERT INTO "turns" VALUES('SM6d759d98ef7aa4cd4bc97028c4474385',9,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.420943');
INSERT INTO "turns" VALUES('SM6108d72108faf7b6f1b810521e0403a2',9,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.444342');
INSERT INTO "turns" VALUES('SM479bed0ca5b9d8d387addef4d1813ba7',10,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.478336');
INSERT INTO "turns" VALUES('SM10c8540a6faf8c88b701069d78ff6d68',10,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.494145');
INSERT INTO "turns" VALUES('SMd6955c28bc6b0929d09699de81a6aa3c',11,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.509344');
INSERT INTO "turns" VALUES('SM79adcd8543f247f9f811691175983843',11,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.512910');
INSERT INTO "turns" VALUES('SM5e7b04628880c0d37e0fa81e161406d3',12,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.528225');
INSERT INTO "turns" VALUES('SM760e50e6366f55ccce926dab26f4ae30',12,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.542763');
INSERT INTO "turns" VALUES('SM9e0836a0a39b2c8ce621691deb931f10',13,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.561850');
INSERT INTO "turns" VALUES('SM1c0b01cb114a588252cd01b6aa450a21',13,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.564998');
INSERT INTO "turns" VALUES('SM1c2bd19711b4aed30dd7a1d0147d9bb4',14,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.580056');
INSERT INTO "turns" VALUES('SMd0065d7d30232dfdc3c2ef5c2d3f72bb',14,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.595453');
INSERT INTO "turns" VALUES('SMa758997c6049d2173aacc36250a386a8',15,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.610390');
INSERT INTO "turns" VALUES('SM3ad8e9045bf20f1f90c4e050530233dd',15,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.616297');
INSERT INTO "turns" VALUES('SM1274da9987d8bf425d2e5124c93fb43d',16,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.631225');
INSERT INTO "turns" VALUES('SM11d0481fe74227d5c8d41f71ab109789',16,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.645981');
INSERT INTO "turns" VALUES('SM5108b66d3e21d7b751bbc0a7f60c656c',17,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.649043');
INSERT INTO "turns" VALUES('SM0b6b0ec06672e8ebc016b0963e58d8ed',17,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.662240');
INSERT INTO "turns" VALUES('SM76aadf201f5422a8b3800296a51ff65c',18,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.664887');
INSERT INTO "turns" VALUES('SM3d6a2c4c4c2f5e229b0fc028b15bbc5c',18,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.680166');
INSERT INTO "turns" VALUES('SMdad5f17a68ccda3b995ecc02b0667db4',19,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.695074');
INSERT INTO "turns" VALUES('SM7310b687682af7c9abc8451129e5dbe7',19,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.710328');
INSERT INTO "turns" VALUES('SMfff17446c58bfc5b9b1c78da0c388c00',20,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.723869');
INSERT INTO "turns" VALUES('SM7261ed67a781cb21f66243bdf9f0f2bc',20,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.741403');
INSERT INTO "turns" VALUES('SMa1456698f2f50e763e4783a8e8388edf',21,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.744425');
INSERT INTO "turns" VALUES('SMbcd28424524b653a9570d487b09ccdf4',21,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.763680');
INSERT INTO "turns" VALUES('SMa790dbcc85e8a71b2fd38d27f4c872dd',22,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.782820');
INSERT INTO "turns" VALUES('SM7fcb53df76e691d16e86cfffb7e9bdd3',22,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.798224');
INSERT INTO "turns" VALUES('SMec06708057176fbd86a55fe882da939a',23,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.801064');
INSERT INTO "turns" VALUES('SMf9caee0df304963273b72f642a44fcb0',23,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.814553');
INSERT INTO "turns" VALUES('SM4837fe2009130d646e5719878223185d',24,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.817126');
INSERT INTO "turns" VALUES('SM0c7557d3cfcd4a30c4bcc24b5dd611b7',24,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.832292');
INSERT INTO "turns" VALUES('SM618f34abdcb3cac8e6c363337e2d1f53',25,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:18.847171');
INSERT INTO "turns" VALUES('SM7c4f930ad6c74ac70ad1f5965c9e9f46',25,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:18.862566');
INSERT INTO "turns" VALUES('SMf079ef3ec099724d6689547ce1fdcd9e',26,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.442424');
INSERT INTO "turns" VALUES('SMbb424e8d85798598bcf9275159abf57c',26,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.456141');
INSERT INTO "turns" VALUES('SM4fb3e96d7e90eb9c2f8c5d064793bb0d',27,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.475719');
INSERT INTO "turns" VALUES('SM8eb1cad006ebe52d088e794215f99547',27,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.491667');
INSERT INTO "turns" VALUES('SMcbd2c5bb6119a5b3772e21fb84c1977c',28,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.507038');
INSERT INTO "turns" VALUES('SM4dda736e3908cfb8dd40c72d4ad13deb',28,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.522799');
INSERT INTO "turns" VALUES('SM6854fa3be05dbf3b948cf42f71dc8857',29,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.543952');
INSERT INTO "turns" VALUES('SM4b7d87475aaf5daef8b650bb182c78fd',29,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.552498');
INSERT INTO "turns" VALUES('SM5d4f7a90bb64c025ddb2aa2ce609e1f8',30,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.577543');
INSERT INTO "turns" VALUES('SMf8b47c3e6976e5deece6ee28f53f3a7a',30,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.580982');
INSERT INTO "turns" VALUES('SM37c64e15c885c9df8306df6d798c47cb',31,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.596300');
INSERT INTO "turns" VALUES('SM602d50699089e5f9dcdf96297ae1c35c',31,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.618208');
INSERT INTO "turns" VALUES('SM2b28f3099f72bb3731a53d81145c75f7',32,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.621123');
INSERT INTO "turns" VALUES('SMd0d4ba27d39f2faae623a79db64564f6',32,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.638166');
INSERT INTO "turns" VALUES('SMa626060cd29b17f39e6abb62b042146e',33,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.650306');
INSERT INTO "turns" VALUES('SMce709d31ae5cfe475d102d5507710f2a',33,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.665498');
INSERT INTO "turns" VALUES('SM51ec0624203e5fecfc085197d9df850d',34,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.668502');
INSERT INTO "turns" VALUES('SMbf1b61fd29470a8a1f76520b1bdcb55f',34,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.683781');
INSERT INTO "turns" VALUES('SM0e9ac4af98e1b36dbf41b9caf3498418',35,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.698778');
INSERT INTO "turns" VALUES('SMe32bd7615de0537a140a76cf007188b6',35,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.718997');
INSERT INTO "turns" VALUES('SMbd6142a988a48860a6dbadd89593f646',36,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.734388');
INSERT INTO "turns" VALUES('SM6a7a1bacb03f1c30611c1715b63b3279',36,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.742929');
INSERT INTO "turns" VALUES('SM0337a908b119111787a06fc016b0bae1',37,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.758667');
INSERT INTO "turns" VALUES('SMe65304b367f78230393628b47e2bb449',37,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.782328');
INSERT INTO "turns" VALUES('SM83251a2cb3a41fecf944b1dbf4f288fc',38,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.801638');
INSERT INTO "turns" VALUES('SMa12af6c93d393a2fa65da6924df30d3c',38,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.814992');
INSERT INTO "turns" VALUES('SM3294692810ce8e012a633ffd2956445a',39,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.834277');
INSERT INTO "turns" VALUES('SM91f226966356b41ab2499f3fe8b2078b',39,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.848623');
INSERT INTO "turns" VALUES('SM47d3306f81f2888b982e8d3b1ea4e266',40,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:00:19.851816');
INSERT INTO "turns" VALUES('SM63b3d4d0e5df827cebdc47bae4c17c72',40,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:00:19.885913');
INSERT INTO "turns" VALUES('SM59b35d01c393a94bb6299c35f99e844e',41,1,NULL,'{"language":"en","at":["place","zip"],"returns":[["text","place"]],"asked":{"at":["place","zip"],"returns":[["text","place"]],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

What is your home ZIP code? 5 digits; nobody else will see it.</Message></Response>','2026-11-23 22:30:19.899496');
INSERT INTO "turns" VALUES('SM98dce6aa649215ea0c5ad6d3e8057672',42,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.026489');
INSERT INTO "turns" VALUES('SMa8ce916c04bf58a6f6e07458c5bc9410',42,2,NULL,'{"language":"en","at":["text","words"],"returns":[],"asked":{"at":["text","words"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Call Governor Bob Ferguson, 360-902-4111: "Hello, I''m ___, I live in Tacoma, ZIP 98402. Thank you for Washington''s sanctuary policy, on record in 2017. Please hold firm against the threat of losing federal grants: keep state police, prisons and services out of immigration enforcement. Do we have the governor''s support?" All the words: https://bot.example.org/c/sanctuary</Message><Message>After the call, reply 1 if you reached a person, 2 if you left a message, 3 if you could not get through. Or CALL and we connect you.</Message></Response>','2026-11-23 22:30:20.044756');
INSERT INTO "turns" VALUES('SM22222222222222222222222222222222',42,3,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.072426');
INSERT INTO "turns" VALUES('SM0b4618043374fb07f102c3f48d63c0c8',43,1,NULL,'{"language":"es","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"es"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Vecinos llaman a gobernadores, alcaldes y concejos para pedir santuario: que la policia, las carceles y los servicios no participen en el control migratorio, sin preguntas sobre el estatus, con servicios para todos.

Sus funcionarios en Tacoma (98402):
El gobernador Bob Ferguson 360-902-4111
El alcalde Anders Ibsen 253-591-5100
Aun no tenemos la lista del concejo municipal de Tacoma. El municipio puede comunicarle.</Message><Message>Responda LLAMAR y le llamamos para conectarle, GUION para saber qué decir, APRENDER para saber mas, MUDAR + ZIP si se mudo.</Message></Response>','2026-11-23 22:30:20.088409');
INSERT INTO "turns" VALUES('SM13896c5692fc101f3d387f3b5fa74d0b',44,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.100307');
INSERT INTO "turns" VALUES('SM22856ebd6132d5d335a9e155ec355cab',44,2,NULL,'{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>','2026-11-23 22:30:20.134866');
INSERT INTO "turns" VALUES('SM8ef835fe2e30a0dd7aab5adce650214c',44,3,NULL,'{"language":"en","at":null,"returns":[],"asked":null,"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: you are unsubscribed and get no more texts or calls from us. Reply START to come back.</Message></Response>','2026-11-23 22:30:20.151371');
INSERT INTO "turns" VALUES('SMe80b02990b9d04dad36ed939062929a9',NULL,NULL,NULL,NULL,'<?xml version="1.0" encoding="UTF-8"?><Response><Message>Done: your number, ZIP code and calls are erased. A code that is not your number may stay: a day for call limits, longer to keep your STOP. Goodbye!</Message></Response>','2026-11-23 22:30:20.176019');
INSERT INTO "turns" VALUES('SM317cf395ae21abf254551eaea254119f',45,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"10001","offered":[],"rest":"","official":"ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in New York (10001):
Governor Kathy Hochul 518-474-8390
Mayor Zohran K. Mamdani 212-788-7585
We have no list of council members for New York yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.188305');
INSERT INTO "turns" VALUES('SMcfef51851eb057ea4eb81eed0bd6f98b',45,2,NULL,'{"language":"en","at":["text","leave_or_wait"],"returns":[],"asked":{"at":["text","leave_or_wait"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"10001","offered":[],"rest":"","official":"ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18","line":"+15184748390","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Nobody is there now: Governor Kathy Hochul. The office opens tomorrow at 9 AM. Reply 1 and we will call you, so you can leave a message now; 2 and we will text you when it opens; or NEXT to pass.</Message></Response>','2026-11-23 22:30:20.211410');
INSERT INTO "turns" VALUES('SM5dbd362f83132bf1b56deeef1a1a3a4d',45,3,NULL,'{"language":"en","at":["text","go_on"],"returns":[],"asked":{"at":["text","go_on"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"wait","offered":[],"rest":"","official":"ocd-person/0986ce6e-b580-46ef-85c3-86c2d049857a","line":"+12127887585","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>We will text you when the office opens.

0 of 2 done. Next: Mayor Zohran K. Mamdani, 212-788-7585. Reply CALL to go on, SCRIPT for what to say, NEXT to pass.</Message></Response>','2026-11-23 22:30:20.222480');
INSERT INTO "turns" VALUES('SMe30b3eaf1bea16ccdd110bd8088ad9c1',46,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.237586');
INSERT INTO "turns" VALUES('SMe2a774a78ec841894088ba80791d0766',46,2,NULL,'{"language":"en","at":["text","ringing"],"returns":[],"asked":{"at":["text","ringing"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>We are calling you now from 206-555-0100. Pick up, press 1, and we connect you to Governor Bob Ferguson. You can hang up at any time. Afterwards reply 1 reached a person, 2 left a message, 3 could not get through.</Message></Response>','2026-11-23 22:30:20.240795');
INSERT INTO "turns" VALUES('SM9cefb203d93cc0ffd07544feed8d9695',47,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.334280');
INSERT INTO "turns" VALUES('CAf41f948144ff92718e1ca3d3f942ae93:0',47,2,'CAf41f948144ff92718e1ca3d3f942ae93','{"language":"en","at":["call","language"],"returns":[],"asked":{"at":["call","language"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/2" actionOnEmptyResult="true" hints="english,spanish" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Hello, this is Patchline. Para español, oprima 2. For English, press 1, or wait.</Say></Gather></Response>','2026-11-23 22:30:20.350247');
INSERT INTO "turns" VALUES('CAf41f948144ff92718e1ca3d3f942ae93:2',47,3,'CAf41f948144ff92718e1ca3d3f942ae93','{"language":"en","at":["call","still"],"returns":[],"asked":{"at":["call","still"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"english","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/3" actionOnEmptyResult="true" hints="yes,no" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">We find your elected officials and connect you, one after the other.</Say><Say language="en-US" voice="Polly.Joanna">Do you still live in Tacoma, ZIP code 9 8 4 0 2? Press 1 for yes, 2 if you moved.</Say></Gather></Response>','2026-11-23 22:30:20.352550');
INSERT INTO "turns" VALUES('CAf41f948144ff92718e1ca3d3f942ae93:3',47,4,'CAf41f948144ff92718e1ca3d3f942ae93','{"language":"en","at":["call","connect_or_text"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"here","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/4" actionOnEmptyResult="true" hints="connect,yes,ready,text" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Your officials: Governor Bob Ferguson. Mayor Anders Ibsen. We have no list of council members for Tacoma yet. City hall can connect you. Here is what you can say. Hello, I live in Tacoma, ZIP 9 8 4 0 2. This is for Governor Bob Ferguson. Thank you for Washington''s sanctuary policy, recorded in 2017. Please hold firm against threats to federal grants. Keep state police, prisons and services out of immigration enforcement, and honor detainers only with a judge''s criminal warrant. Do we have the governor''s support?</Say><Say language="en-US" voice="Polly.Joanna">Press 1 to be connected to Governor Bob Ferguson, or 9 to get the words by text first.</Say></Gather></Response>','2026-11-23 22:30:20.364631');
INSERT INTO "turns" VALUES('CAf41f948144ff92718e1ca3d3f942ae93:4',47,5,'CAf41f948144ff92718e1ca3d3f942ae93','{"language":"en","at":["call","connect"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"connect","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":["+13609024111"],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US" voice="Polly.Joanna">Connecting you to Governor Bob Ferguson. Press star when you are done, and stay on the line.</Say><Dial action="https://bot.example.org/twilio/voice/5" callerId="+12535550207" hangupOnStar="true" timeLimit="1200" timeout="30"><Number>+13609024111</Number></Dial></Response>','2026-11-23 22:30:20.380292');
INSERT INTO "turns" VALUES('SM614f1adcc3ad0490f87c5e2f70b3d3ca',48,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.395653');
INSERT INTO "turns" VALUES('CA6ad3a74e80ac5ddc96735a74c64ff026:0',48,2,'CA6ad3a74e80ac5ddc96735a74c64ff026','{"language":"en","at":["call","language"],"returns":[],"asked":{"at":["call","language"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/2" actionOnEmptyResult="true" hints="english,spanish" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Hello, this is Patchline. Para español, oprima 2. For English, press 1, or wait.</Say></Gather></Response>','2026-11-23 22:30:20.411283');
INSERT INTO "turns" VALUES('CA6ad3a74e80ac5ddc96735a74c64ff026:2',48,3,'CA6ad3a74e80ac5ddc96735a74c64ff026','{"language":"en","at":["call","still"],"returns":[],"asked":{"at":["call","still"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"english","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/3" actionOnEmptyResult="true" hints="yes,no" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">We find your elected officials and connect you, one after the other.</Say><Say language="en-US" voice="Polly.Joanna">Do you still live in Tacoma, ZIP code 9 8 4 0 2? Press 1 for yes, 2 if you moved.</Say></Gather></Response>','2026-11-23 22:30:20.412926');
INSERT INTO "turns" VALUES('CA6ad3a74e80ac5ddc96735a74c64ff026:3',48,4,'CA6ad3a74e80ac5ddc96735a74c64ff026','{"language":"en","at":["call","connect_or_text"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"here","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/4" actionOnEmptyResult="true" hints="connect,yes,ready,text" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Your officials: Governor Bob Ferguson. Mayor Anders Ibsen. We have no list of council members for Tacoma yet. City hall can connect you. Here is what you can say. Hello, I live in Tacoma, ZIP 9 8 4 0 2. This is for Governor Bob Ferguson. Thank you for Washington''s sanctuary policy, recorded in 2017. Please hold firm against threats to federal grants. Keep state police, prisons and services out of immigration enforcement, and honor detainers only with a judge''s criminal warrant. Do we have the governor''s support?</Say><Say language="en-US" voice="Polly.Joanna">Press 1 to be connected to Governor Bob Ferguson, or 9 to get the words by text first.</Say></Gather></Response>','2026-11-23 22:30:20.430960');
INSERT INTO "turns" VALUES('CA6ad3a74e80ac5ddc96735a74c64ff026:4',48,5,'CA6ad3a74e80ac5ddc96735a74c64ff026','{"language":"en","at":["call","connect"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"connect","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":["+13609024111"],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US" voice="Polly.Joanna">Connecting you to Governor Bob Ferguson. Press star when you are done, and stay on the line.</Say><Dial action="https://bot.example.org/twilio/voice/5" callerId="+12535550210" hangupOnStar="true" timeLimit="1200" timeout="30"><Number>+13609024111</Number></Dial></Response>','2026-11-23 22:30:20.445531');
INSERT INTO "turns" VALUES('CA6ad3a74e80ac5ddc96735a74c64ff026:5',48,6,'CA6ad3a74e80ac5ddc96735a74c64ff026','{"language":"en","at":["call","report"],"returns":[],"asked":{"at":["call","report"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"connect","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":["+13609024111"],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/6" actionOnEmptyResult="true" hints="reached,message,no,wrong,wrong number" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">How did it go with Governor Bob Ferguson? Press 1 if you reached a person, 2 if you left a message, 3 if you could not get through, 4 if it was a wrong number.</Say></Gather></Response>','2026-11-23 22:30:20.448341');
INSERT INTO "turns" VALUES('SMf7fda9b8bf077fd80ee02c917c1f7bfd',49,1,NULL,'{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}','<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>','2026-11-23 22:30:20.456923');
CREATE TABLE unanswered (
	id VARCHAR(16) NOT NULL, 
	path VARCHAR(80) NOT NULL, 
	form BLOB NOT NULL, 
	error VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "unanswered" VALUES('972f4ac4','/twilio/sms',X'3359FF5C8EFE86E9CAD2E75C8638A9A2BE5AA4DC2FF7F68389A9A4A98F79ABA8EBCBFC06E1C71114AB68CA10ECEBBDE0066039ED7D74BB13C6E919223C97C64588E5163020821812217567FF633908398D8C1F6E72DAF89EF62801253D6061D706A4B416DD56EC36371FEAC87437D0','JSONDecodeError','2026-11-23 22:30:20.486806');
CREATE INDEX ix_calls_key ON calls ("key");
CREATE INDEX ix_calls_supporter_at ON calls (supporter_id, at);
CREATE INDEX ix_calls_line_at ON calls (line, at);
CREATE INDEX ix_calls_person_at ON calls (person, at) WHERE person IS NOT NULL;
CREATE INDEX ix_messages_supporter ON messages (supporter_id);
CREATE INDEX ix_turns_call ON turns (call) WHERE call IS NOT NULL;
CREATE INDEX ix_call_sheet_entries_due_at ON call_sheet_entries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_consents_person ON consents (person, programme, id);
CREATE INDEX ix_subscriptions_programme ON subscriptions (programme, state, supporter_id);
CREATE INDEX ix_broadcasts_state ON broadcasts (state);
CREATE INDEX ix_turns_at ON turns (at);
CREATE INDEX ix_supporters_only_called ON supporters (created_at) WHERE only_called;
CREATE INDEX ix_turns_reply ON turns (at) WHERE reply != '';
CREATE INDEX ix_messages_body ON messages (at) WHERE body != '';
CREATE INDEX ix_deliveries_queued ON deliveries (broadcast_id, zone, id) WHERE state = 'queued';
CREATE INDEX ix_deliveries_due_at ON deliveries (due_at, broadcast_id, state) WHERE state = 'sending' OR state = 'unknown' OR state = 'waiting';
CREATE INDEX ix_deliveries_supporter ON deliveries (supporter_id, claimed_at);
CREATE INDEX ix_deliveries_text ON deliveries (claimed_at) WHERE text IS NOT NULL;
CREATE INDEX ix_deliveries_sent ON deliveries (broadcast_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX ix_deliveries_ended ON deliveries (broadcast_id, sent_at, claimed_at) WHERE state = 'delivered' OR state = 'failed';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('messages',1);
COMMIT;
