CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE broadcasts (
    id integer NOT NULL,
    kind character varying(16) NOT NULL,
    campaign character varying(64) NOT NULL,
    state character varying(16) NOT NULL,
    reason character varying(200) NOT NULL,
    wanted json NOT NULL,
    texts json NOT NULL,
    fallbacks json NOT NULL,
    organizer_id integer,
    code bytea,
    code_until timestamp with time zone,
    tries integer NOT NULL,
    audience_at integer,
    audience_end integer,
    created_at timestamp with time zone NOT NULL,
    starts_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    served_at timestamp with time zone,
    braked_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT kind CHECK (((kind)::text = ANY ((ARRAY['alert'::character varying, 'confirmation'::character varying])::text[]))),
    CONSTRAINT state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'scheduled'::character varying, 'sending'::character varying, 'paused'::character varying, 'done'::character varying, 'cancelled'::character varying])::text[])))
);

CREATE SEQUENCE broadcasts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE broadcasts_id_seq OWNED BY broadcasts.id;

CREATE TABLE call_sheet_entries (
    id integer NOT NULL,
    sheet_id integer NOT NULL,
    "position" integer NOT NULL,
    official character varying(128) NOT NULL,
    outcome character varying(16),
    recorded_at timestamp with time zone,
    due_at timestamp with time zone
);

CREATE SEQUENCE call_sheet_entries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE call_sheet_entries_id_seq OWNED BY call_sheet_entries.id;

CREATE TABLE call_sheets (
    id integer NOT NULL,
    supporter_id integer NOT NULL,
    campaign character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE call_sheets_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE call_sheets_id_seq OWNED BY call_sheets.id;

CREATE TABLE calls (
    id integer NOT NULL,
    supporter_id integer,
    person bytea,
    campaign character varying(64) NOT NULL,
    key character varying(64),
    official character varying(128) NOT NULL,
    line character varying(16) NOT NULL,
    status character varying(16) NOT NULL,
    seconds integer,
    outcome character varying(16),
    at timestamp with time zone NOT NULL
);

CREATE SEQUENCE calls_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE calls_id_seq OWNED BY calls.id;

CREATE TABLE consents (
    id integer NOT NULL,
    person bytea NOT NULL,
    programme character varying(64) NOT NULL,
    words character varying(160) NOT NULL,
    channel character varying(8) NOT NULL,
    source character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    act character varying(16) NOT NULL,
    proof character varying(200),
    given_at timestamp with time zone,
    CONSTRAINT act CHECK (((act)::text = ANY ((ARRAY['granted'::character varying, 'withdrawn'::character varying, 'claimed'::character varying])::text[])))
);

CREATE SEQUENCE consents_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE consents_id_seq OWNED BY consents.id;

CREATE TABLE deliveries (
    id integer NOT NULL,
    broadcast_id integer NOT NULL,
    supporter_id integer,
    state character varying(16) NOT NULL,
    zone character varying(160) NOT NULL,
    attempts integer NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    text text,
    segments integer,
    sender character varying(64),
    provider_id character varying(64),
    error character varying(64),
    claimed_at timestamp with time zone,
    sent_at timestamp with time zone,
    CONSTRAINT state CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'unknown'::character varying, 'waiting'::character varying, 'sent'::character varying, 'delivered'::character varying, 'failed'::character varying, 'skipped'::character varying])::text[])))
);

CREATE SEQUENCE deliveries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE deliveries_id_seq OWNED BY deliveries.id;

CREATE TABLE erasures (
    kind character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    rows integer NOT NULL
);

CREATE TABLE leases (
    name character varying(32) NOT NULL,
    holder character varying(64) NOT NULL,
    until timestamp with time zone NOT NULL
);

CREATE TABLE line_reports (
    id integer NOT NULL,
    line character varying(16) NOT NULL,
    official character varying(128) NOT NULL,
    person bytea NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE SEQUENCE line_reports_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE line_reports_id_seq OWNED BY line_reports.id;

CREATE TABLE messages (
    id integer NOT NULL,
    supporter_id integer NOT NULL,
    kind character varying(8) NOT NULL,
    body text NOT NULL,
    status character varying(16) NOT NULL,
    provider_id character varying(64),
    error character varying(64),
    at timestamp with time zone NOT NULL,
    CONSTRAINT kind CHECK (((kind)::text = ANY ((ARRAY['text'::character varying, 'ring'::character varying])::text[]))),
    CONSTRAINT status CHECK (((status)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'sent'::character varying, 'delivered'::character varying, 'failed'::character varying, 'unknown'::character varying])::text[])))
);

CREATE SEQUENCE messages_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE messages_id_seq OWNED BY messages.id;

CREATE TABLE organizers (
    id integer NOT NULL,
    phone bytea NOT NULL,
    name character varying(64) NOT NULL,
    campaign character varying(64) NOT NULL,
    code bytea,
    code_until timestamp with time zone,
    tries integer NOT NULL,
    verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE organizers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE organizers_id_seq OWNED BY organizers.id;

CREATE TABLE senders (
    address character varying(64) NOT NULL,
    rate double precision NOT NULL,
    free_at double precision NOT NULL,
    rests_until timestamp with time zone,
    reason character varying(64) NOT NULL,
    failures integer NOT NULL
);

CREATE TABLE sign_up_days (
    campaign character varying(64) NOT NULL,
    day character varying(10) NOT NULL,
    forms integer NOT NULL,
    broadcast_id integer
);

CREATE TABLE spends (
    campaign character varying(64) NOT NULL,
    day character varying(10) NOT NULL,
    segments integer NOT NULL,
    micros bigint NOT NULL
);

CREATE TABLE subscriptions (
    supporter_id integer NOT NULL,
    programme character varying(64) NOT NULL,
    state character varying(8) NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT state CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'active'::character varying, 'left'::character varying])::text[])))
);

CREATE TABLE supporters (
    id integer NOT NULL,
    phone bytea,
    language character varying(8),
    zip character varying(5),
    told json NOT NULL,
    campaign character varying(64),
    textable boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    exact json,
    zone character varying(160),
    stopped boolean NOT NULL,
    only_called boolean NOT NULL
);

CREATE SEQUENCE supporters_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE supporters_id_seq OWNED BY supporters.id;

CREATE TABLE turns (
    key character varying(80) NOT NULL,
    supporter_id integer,
    number integer,
    call character varying(64),
    state text,
    reply text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE unanswered (
    id character varying(16) NOT NULL,
    path character varying(80) NOT NULL,
    form bytea NOT NULL,
    error character varying(80) NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY broadcasts ALTER COLUMN id SET DEFAULT nextval('broadcasts_id_seq'::regclass);

ALTER TABLE ONLY call_sheet_entries ALTER COLUMN id SET DEFAULT nextval('call_sheet_entries_id_seq'::regclass);

ALTER TABLE ONLY call_sheets ALTER COLUMN id SET DEFAULT nextval('call_sheets_id_seq'::regclass);

ALTER TABLE ONLY calls ALTER COLUMN id SET DEFAULT nextval('calls_id_seq'::regclass);

ALTER TABLE ONLY consents ALTER COLUMN id SET DEFAULT nextval('consents_id_seq'::regclass);

ALTER TABLE ONLY deliveries ALTER COLUMN id SET DEFAULT nextval('deliveries_id_seq'::regclass);

ALTER TABLE ONLY line_reports ALTER COLUMN id SET DEFAULT nextval('line_reports_id_seq'::regclass);

ALTER TABLE ONLY messages ALTER COLUMN id SET DEFAULT nextval('messages_id_seq'::regclass);

ALTER TABLE ONLY organizers ALTER COLUMN id SET DEFAULT nextval('organizers_id_seq'::regclass);

ALTER TABLE ONLY supporters ALTER COLUMN id SET DEFAULT nextval('supporters_id_seq'::regclass);

INSERT INTO alembic_version VALUES ('0006');

INSERT INTO broadcasts VALUES (1, 'alert', 'sanctuary', 'sending', '', '{"audience": {}, "except": {}, "certainty": "sure", "official": "governor", "zone": ""}', '{"en": "{programme}: The council votes tonight. Reply CALL to be put through.\nReply STOP to cancel.", "es": "{programme}: El concejo vota esta noche. Responda LLAMAR para hablar.\nResponda STOP para cancelar."}', '{}', NULL, NULL, NULL, 0, 50, 50, '2026-11-23 22:30:45.849039+00', '2026-11-23 22:30:45.849039+00', '2026-11-24 22:30:45.849039+00', '2026-11-23 22:30:51.206595+00', NULL, NULL);
INSERT INTO broadcasts VALUES (2, 'alert', 'sanctuary', 'scheduled', '', '{"audience": {}, "except": {}, "certainty": "sure", "official": "governor", "zone": "America/Los_Angeles"}', '{"en": "{programme}: Next week.\nReply STOP to cancel.", "es": "{programme}: Pronto.\nResponda STOP para cancelar."}', '{}', NULL, NULL, NULL, 0, NULL, NULL, '2026-11-23 22:30:52.3629+00', '2026-12-01 20:00:00+00', '2026-12-02 20:00:00+00', NULL, NULL, NULL);

INSERT INTO call_sheet_entries VALUES (1, 1, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (2, 1, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (3, 2, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (4, 2, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (5, 3, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (6, 3, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (7, 4, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (8, 4, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (9, 5, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (10, 5, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (11, 6, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (12, 6, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (13, 7, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (14, 7, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (15, 8, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (16, 8, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (17, 9, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (18, 9, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (19, 10, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (20, 10, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (21, 11, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (22, 11, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (23, 12, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (24, 12, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (25, 13, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (26, 13, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (27, 14, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (28, 14, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (29, 15, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (30, 15, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (31, 16, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (32, 16, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (33, 17, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (34, 17, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (35, 18, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (36, 18, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (37, 19, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (38, 19, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (39, 20, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (40, 20, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (41, 21, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (42, 21, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (43, 22, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (44, 22, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (45, 23, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (46, 23, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (47, 24, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (48, 24, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (49, 25, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (50, 25, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (51, 26, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (52, 26, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (53, 27, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (54, 27, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (55, 28, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (56, 28, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (57, 29, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (58, 29, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (59, 30, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (60, 30, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (61, 31, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (62, 31, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (63, 32, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (64, 32, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (65, 33, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (66, 33, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (67, 34, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (68, 34, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (69, 35, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (70, 35, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (71, 36, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (72, 36, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (73, 37, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (74, 37, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (75, 38, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (76, 38, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (77, 39, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (78, 39, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (79, 40, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (80, 40, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (81, 41, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (82, 41, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (83, 42, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (84, 42, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (85, 43, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (86, 43, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (90, 45, 1, 'ocd-person/0986ce6e-b580-46ef-85c3-86c2d049857a', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (89, 45, 0, 'ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18', 'skipped', '2026-11-23 22:30:20.970457+00', '2026-11-24 14:00:00+00');
INSERT INTO call_sheet_entries VALUES (91, 46, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (92, 46, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (93, 47, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (94, 47, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (95, 48, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (96, 48, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (97, 49, 0, 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', NULL, NULL, NULL);
INSERT INTO call_sheet_entries VALUES (98, 49, 1, 'ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae', NULL, NULL, NULL);

INSERT INTO call_sheets VALUES (1, 1, 'sanctuary', '2026-11-23 22:00:09.314129+00');
INSERT INTO call_sheets VALUES (2, 2, 'sanctuary', '2026-11-23 22:00:15.718911+00');
INSERT INTO call_sheets VALUES (3, 3, 'sanctuary', '2026-11-23 22:00:15.786635+00');
INSERT INTO call_sheets VALUES (4, 4, 'sanctuary', '2026-11-23 22:00:15.946621+00');
INSERT INTO call_sheets VALUES (5, 5, 'sanctuary', '2026-11-23 22:00:16.058506+00');
INSERT INTO call_sheets VALUES (6, 6, 'sanctuary', '2026-11-23 22:00:16.19043+00');
INSERT INTO call_sheets VALUES (7, 7, 'sanctuary', '2026-11-23 22:00:16.346493+00');
INSERT INTO call_sheets VALUES (8, 8, 'sanctuary', '2026-11-23 22:00:16.514446+00');
INSERT INTO call_sheets VALUES (9, 9, 'sanctuary', '2026-11-23 22:00:16.646783+00');
INSERT INTO call_sheets VALUES (10, 10, 'sanctuary', '2026-11-23 22:00:16.782446+00');
INSERT INTO call_sheets VALUES (11, 11, 'sanctuary', '2026-11-23 22:00:16.938546+00');
INSERT INTO call_sheets VALUES (12, 12, 'sanctuary', '2026-11-23 22:00:17.050543+00');
INSERT INTO call_sheets VALUES (13, 13, 'sanctuary', '2026-11-23 22:00:17.15446+00');
INSERT INTO call_sheets VALUES (14, 14, 'sanctuary', '2026-11-23 22:00:17.252138+00');
INSERT INTO call_sheets VALUES (15, 15, 'sanctuary', '2026-11-23 22:00:17.376085+00');
INSERT INTO call_sheets VALUES (16, 16, 'sanctuary', '2026-11-23 22:00:17.482522+00');
INSERT INTO call_sheets VALUES (17, 17, 'sanctuary', '2026-11-23 22:00:17.558349+00');
INSERT INTO call_sheets VALUES (18, 18, 'sanctuary', '2026-11-23 22:00:17.618338+00');
INSERT INTO call_sheets VALUES (19, 19, 'sanctuary', '2026-11-23 22:00:17.682293+00');
INSERT INTO call_sheets VALUES (20, 20, 'sanctuary', '2026-11-23 22:00:17.743274+00');
INSERT INTO call_sheets VALUES (21, 21, 'sanctuary', '2026-11-23 22:00:17.800567+00');
INSERT INTO call_sheets VALUES (22, 22, 'sanctuary', '2026-11-23 22:00:17.866488+00');
INSERT INTO call_sheets VALUES (23, 23, 'sanctuary', '2026-11-23 22:00:17.931726+00');
INSERT INTO call_sheets VALUES (24, 24, 'sanctuary', '2026-11-23 22:00:17.986455+00');
INSERT INTO call_sheets VALUES (25, 25, 'sanctuary', '2026-11-23 22:00:18.050377+00');
INSERT INTO call_sheets VALUES (26, 26, 'sanctuary', '2026-11-23 22:00:18.110448+00');
INSERT INTO call_sheets VALUES (27, 27, 'sanctuary', '2026-11-23 22:00:18.162395+00');
INSERT INTO call_sheets VALUES (28, 28, 'sanctuary', '2026-11-23 22:00:18.241965+00');
INSERT INTO call_sheets VALUES (29, 29, 'sanctuary', '2026-11-23 22:00:18.310499+00');
INSERT INTO call_sheets VALUES (30, 30, 'sanctuary', '2026-11-23 22:00:18.370407+00');
INSERT INTO call_sheets VALUES (31, 31, 'sanctuary', '2026-11-23 22:00:18.430255+00');
INSERT INTO call_sheets VALUES (32, 32, 'sanctuary', '2026-11-23 22:00:18.568182+00');
INSERT INTO call_sheets VALUES (33, 33, 'sanctuary', '2026-11-23 22:00:18.690393+00');
INSERT INTO call_sheets VALUES (34, 34, 'sanctuary', '2026-11-23 22:00:18.785967+00');
INSERT INTO call_sheets VALUES (35, 35, 'sanctuary', '2026-11-23 22:00:18.906498+00');
INSERT INTO call_sheets VALUES (36, 36, 'sanctuary', '2026-11-23 22:00:19.002492+00');
INSERT INTO call_sheets VALUES (37, 37, 'sanctuary', '2026-11-23 22:00:19.101454+00');
INSERT INTO call_sheets VALUES (38, 38, 'sanctuary', '2026-11-23 22:00:19.207777+00');
INSERT INTO call_sheets VALUES (39, 39, 'sanctuary', '2026-11-23 22:00:19.318413+00');
INSERT INTO call_sheets VALUES (40, 40, 'sanctuary', '2026-11-23 22:00:19.414424+00');
INSERT INTO call_sheets VALUES (41, 42, 'sanctuary', '2026-11-23 22:30:20.341802+00');
INSERT INTO call_sheets VALUES (42, 43, 'sanctuary', '2026-11-23 22:30:20.462393+00');
INSERT INTO call_sheets VALUES (43, 44, 'sanctuary', '2026-11-23 22:30:20.539748+00');
INSERT INTO call_sheets VALUES (45, 46, 'sanctuary', '2026-11-23 22:30:20.854501+00');
INSERT INTO call_sheets VALUES (46, 47, 'sanctuary', '2026-11-23 22:30:21.018494+00');
INSERT INTO call_sheets VALUES (47, 48, 'sanctuary', '2026-11-23 22:30:21.261167+00');
INSERT INTO call_sheets VALUES (48, 49, 'sanctuary', '2026-11-23 22:30:21.41777+00');
INSERT INTO call_sheets VALUES (49, 50, 'sanctuary', '2026-11-23 22:30:21.558348+00');

INSERT INTO calls VALUES (1, 48, NULL, 'sanctuary', 'CA43b2170ed019f9a0f8ae1e20b38a2d89', 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', '+13609024111', 'dialing', NULL, NULL, '2026-11-23 22:30:21.386398+00');
INSERT INTO calls VALUES (2, 49, NULL, 'sanctuary', 'CAd894b057a8ac17bd85e1cfb9bf9e35b3', 'ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0', '+13609024111', 'answered', 95, NULL, '2026-11-23 22:30:21.510366+00');

INSERT INTO consents VALUES (1, '\x95b338e33b926d2e1082303b7c4e93d646948cd8adc4f93735cf2a1be18efce2', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:15.675238+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (2, '\x35e7a12704a4db38d37cfa3ec1f346827d7e7154dc00a00725f405d396bf2543', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:15.758665+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (3, '\x44c5fe4d9b00b5b96591b9b687aefdb9952b97c37f8345774d612bcf27b6002a', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:15.862584+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (4, '\x1296923635b1669a396c7ac47335826223ffac7c82ead4f320150953edf58161', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.018688+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (5, '\x522b8c7d734dcdde835ac41999eee9b82921ac035f170865f560deb91fb1773b', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.13023+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (6, '\x450e007c52d282351d6a45d9f3ff30c1fe17455ef6734cbf64465112eb187403', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.230415+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (7, '\xebdceae9ae59e38bbb2ec9ca5c221f167ad820eb15886a0a934c54142b04f8b8', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.444647+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (8, '\x081d2837152ae3f45854a275f47e1609c385a765c058b39d839104c0b33ee26e', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.610467+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (9, '\x7d126137a00ea73d3b837d4b92be058a80bd89d985ec390343d725632811f9e9', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.72621+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (10, '\x21afa01e75e68548579441c40299546ff1bfed11284687994d9932c128eddd0d', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.886471+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (11, '\x8e2b122441c3873996e6e40a9b132b6d955bec4992cdb15bac2dc585b68b2dc7', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:16.996104+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (12, '\x2cf3373c5f465ad8b3d34f0f2cd5ef7984aefd4c8e516462165e4769def675b1', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.102442+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (13, '\x561b2ee7a7937ee0f6857ef5a9153214188516e694267f2d596155b5475e1e88', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.222523+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (14, '\x5a9f772d430fdceae08341d46f08104a77a6c1f2ae70ac4ffb758fa06e6b0a9a', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.334303+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (15, '\xa02debeda124b52d9a9346124602d78e746c22928d9cc54baec1e68330839c57', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.427262+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (16, '\x90c14bca069bb13a9cd7d612c733c1b3260ec27676295e4d130833b24f6e4e12', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.526305+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (17, '\xbdfc97bb50d3fe941b1654b1f325da69e5167e4a492d2875233f90e6b4abce61', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.59773+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (18, '\x23ee729860ee50bbc87f231aecd6b7a8a0d3764a0f6e4c04843ed53b515af5c8', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.652172+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (19, '\xa387c714a43e156cc1f378718b165047b8adc43f00cfd8a061c9b521ed4d59a7', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.71462+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (20, '\xf8d8398ed66d97ecb4887ef4197b90a9e3ad5f0d41d4a8147543a05b2282d56d', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.778196+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (21, '\x9269c433f5cba3360f7ae3070b6dca2f1fba8aae850d8918416d7820ccdb61c8', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.838359+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (22, '\x980e6df759e4bbe51d1cd1a35839b875b4f5dd9c9a774e740562b9ee62fbee44', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.906435+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (23, '\xe69d13986b549b7e305696a2ed170c07151c85638c37cd4aef946518422c15e8', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:17.958395+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (24, '\xcb5bd801582554c832a39a469eca2cec992b9515cf80a82d8763e1439a76d501', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.026049+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (25, '\x453de584157d97bc188199f9ec39300e5efec0a4efbd9e7c60d335bf64661258', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.082415+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (26, '\x9cd0f0667a008c3c8fd3da21ebad8695389ee8df2c597caa7e688c5a6c5d252f', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.138371+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (27, '\xe65b8ebd85e31ff500bffe83956d013670265e931ba521f2129b2e6b2d86dacd', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.20242+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (28, '\x9f22f006e73ffe761425aafd3f77d450819a520937a99cfd65ea7c0ea692ef7a', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.279232+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (29, '\x63bdf6a396fb3c4b89158e726aa379ac5ca01bed18c70b57ae3c8089444e01f6', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.342477+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (30, '\x32c72ea1b70a5f92aa9938867d38fd51cc6b80066b63f157c08f6aa93a31d3e2', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.402468+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (31, '\xc6dd31fce238397235bbe67445ee35153b33221d29e86eb3572dd74fd811d09c', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.494661+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (32, '\x1f126cf6f416906b2269c97aa66da1b33f54078f691efafb3bb081750af89b45', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.642475+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (33, '\x17ad513bbb7d1a302efb77b83b04b20db9c68691a0ef27645c2435a97f16391f', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.732269+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (34, '\xef14730460b9b794d3f5b055bc1f0b37ed8da7fe988e0f3270c925be3f1f3f81', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.854533+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (35, '\xeca03475a88321d9e4dc03cb277473f95e0633be3f590db8578ec9093107fed1', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:18.936136+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (36, '\x3ae33f23a39b8fa74aba36e1fda5931990bae3bf7df613b7099dd1f3a1c8fdec', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:19.06648+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (37, '\x6e9e429902797769510ac9f16f4bd27a1e16b823e0e5a0e702a55c15832065b1', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:19.170453+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (38, '\x4013d58a470ff6871a50d3ccb21ee47057051457e3440863ee3bae86958d6a24', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:19.282422+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (39, '\xe4de880629c352250a89b1e4e2f322297923ea07c01bf78432b3137f91004b05', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:19.368976+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (40, '\x1ad5ad737cd3e7fd5e83deb9281981ab249cf858e5f724bb799fd012cb9c0c8b', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:00:19.466436+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (41, '\x035a593249cfaf9a5f3d03d6a158a14744c448c1fc293730b897906e88f51445', 'sanctuary', 'JOIN', 'sms', 'keyword', '2026-11-23 22:30:20.579117+00', 'granted', NULL, NULL);
INSERT INTO consents VALUES (42, '\x035a593249cfaf9a5f3d03d6a158a14744c448c1fc293730b897906e88f51445', '*', 'STOP', 'sms', 'keyword', '2026-11-23 22:30:20.642189+00', 'withdrawn', NULL, NULL);

INSERT INTO deliveries VALUES (25, 1, 25, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (26, 1, 26, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (27, 1, 27, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (28, 1, 28, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (29, 1, 29, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (30, 1, 30, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (31, 1, 31, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (32, 1, 32, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (33, 1, 33, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (34, 1, 34, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (35, 1, 35, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (36, 1, 36, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (37, 1, 37, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (38, 1, 38, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (39, 1, 39, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (40, 1, 40, 'queued', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO deliveries VALUES (41, 1, 44, 'skipped', 'America/Los_Angeles', 0, 0, NULL, NULL, NULL, NULL, NULL, 'stopped', NULL, NULL);
INSERT INTO deliveries VALUES (5, 1, 5, 'unknown', 'America/Los_Angeles', 1, 0, '2026-11-23 22:30:51.107302+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, 'ClientOSError', '2026-11-23 22:30:48.200907+00', NULL);
INSERT INTO deliveries VALUES (4, 1, 4, 'unknown', 'America/Los_Angeles', 1, 0, '2026-11-23 22:30:51.236237+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, 'ClientOSError', '2026-11-23 22:30:48.11864+00', NULL);
INSERT INTO deliveries VALUES (13, 1, 13, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.194006+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.196813+00', NULL);
INSERT INTO deliveries VALUES (14, 1, 14, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.194006+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.196813+00', NULL);
INSERT INTO deliveries VALUES (15, 1, 15, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.194006+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.196813+00', NULL);
INSERT INTO deliveries VALUES (16, 1, 16, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.194006+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.196813+00', NULL);
INSERT INTO deliveries VALUES (10, 1, 10, 'sent', 'America/Los_Angeles', 2, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SMc20687d3a197960322bc5a0660c58b77', NULL, '2026-11-23 22:30:50.125357+00', '2026-11-23 22:30:50.563292+00');
INSERT INTO deliveries VALUES (11, 1, 11, 'sent', 'America/Los_Angeles', 2, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM2ece479052dc57566f3f1b3260c58b76', NULL, '2026-11-23 22:30:50.125357+00', '2026-11-23 22:30:50.563292+00');
INSERT INTO deliveries VALUES (12, 1, 12, 'sent', 'America/Los_Angeles', 2, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SMc8e1de5deebe210f1dc17baf60c58b75', NULL, '2026-11-23 22:30:50.125357+00', '2026-11-23 22:30:50.563292+00');
INSERT INTO deliveries VALUES (17, 1, 17, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.699141+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.696948+00', NULL);
INSERT INTO deliveries VALUES (18, 1, 18, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.699141+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.696948+00', NULL);
INSERT INTO deliveries VALUES (19, 1, 19, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.699141+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.696948+00', NULL);
INSERT INTO deliveries VALUES (20, 1, 20, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:21.699141+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:50.696948+00', NULL);
INSERT INTO deliveries VALUES (21, 1, 21, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:22.209404+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:51.206595+00', NULL);
INSERT INTO deliveries VALUES (22, 1, 22, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:22.209404+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:51.206595+00', NULL);
INSERT INTO deliveries VALUES (23, 1, 23, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:22.209404+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:51.206595+00', NULL);
INSERT INTO deliveries VALUES (24, 1, 24, 'sending', 'America/Los_Angeles', 1, 0, '2026-11-23 22:31:22.209404+00', 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', NULL, NULL, '2026-11-23 22:30:51.206595+00', NULL);
INSERT INTO deliveries VALUES (2, 1, 2, 'delivered', 'America/Los_Angeles', 1, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM5d256603eb8f4fdb671a7c8f60c58b7f', NULL, '2026-11-23 22:30:48.11864+00', '2026-11-23 22:30:49.236237+00');
INSERT INTO deliveries VALUES (3, 1, 3, 'delivered', 'America/Los_Angeles', 1, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM7a54c9a9623fade5c52574a160c58b7e', NULL, '2026-11-23 22:30:48.11864+00', '2026-11-23 22:30:49.236237+00');
INSERT INTO deliveries VALUES (6, 1, 6, 'failed', 'America/Los_Angeles', 1, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM41f00d533c1b36bd14bf2bb760c58b7c', '30005', '2026-11-23 22:30:48.200907+00', '2026-11-23 22:30:49.107302+00');
INSERT INTO deliveries VALUES (8, 1, 8, 'delivered', 'America/Los_Angeles', 1, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM084c52c10926876a69fc455d60c58b7a', NULL, '2026-11-23 22:30:48.200907+00', '2026-11-23 22:30:49.107302+00');
INSERT INTO deliveries VALUES (1, 1, 1, 'delivered', 'America/Los_Angeles', 1, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM1b7b458b4ec3e9d7760a137860c58b79', NULL, '2026-11-23 22:30:48.11864+00', '2026-11-23 22:30:49.236237+00');
INSERT INTO deliveries VALUES (9, 1, 9, 'delivered', 'America/Los_Angeles', 2, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM781bee375dd02704b2d3076760c58b78', NULL, '2026-11-23 22:30:50.125357+00', '2026-11-23 22:30:50.563292+00');
INSERT INTO deliveries VALUES (7, 1, 7, 'delivered', 'America/Los_Angeles', 1, 0, NULL, 'Sanctuary alerts: The council votes tonight. Reply CALL to be put through.
Reply STOP to cancel.', 1, '+12065550100', 'SM229c16e3e70bf776a3378fd960c58b7b', NULL, '2026-11-23 22:30:48.200907+00', '2026-11-23 22:30:49.107302+00');

INSERT INTO messages VALUES (1, 47, 'ring', '', 'sent', 'CAbe0b151be7cec2cd41376948d3cfeac8', NULL, '2026-11-23 22:30:21.083746+00');

INSERT INTO senders VALUES ('+12065550100', 8, 1795944606.5009391, '2026-11-23 22:30:50.118892+00', '', 0);

INSERT INTO spends VALUES ('sanctuary', '2026-11-23', 24, 285600);

INSERT INTO subscriptions VALUES (1, 'sanctuary', 'active', '2026-11-23 22:00:15.675238+00');
INSERT INTO subscriptions VALUES (2, 'sanctuary', 'active', '2026-11-23 22:00:15.758665+00');
INSERT INTO subscriptions VALUES (3, 'sanctuary', 'active', '2026-11-23 22:00:15.862584+00');
INSERT INTO subscriptions VALUES (4, 'sanctuary', 'active', '2026-11-23 22:00:16.018688+00');
INSERT INTO subscriptions VALUES (5, 'sanctuary', 'active', '2026-11-23 22:00:16.13023+00');
INSERT INTO subscriptions VALUES (6, 'sanctuary', 'active', '2026-11-23 22:00:16.230415+00');
INSERT INTO subscriptions VALUES (7, 'sanctuary', 'active', '2026-11-23 22:00:16.444647+00');
INSERT INTO subscriptions VALUES (8, 'sanctuary', 'active', '2026-11-23 22:00:16.610467+00');
INSERT INTO subscriptions VALUES (9, 'sanctuary', 'active', '2026-11-23 22:00:16.72621+00');
INSERT INTO subscriptions VALUES (10, 'sanctuary', 'active', '2026-11-23 22:00:16.886471+00');
INSERT INTO subscriptions VALUES (11, 'sanctuary', 'active', '2026-11-23 22:00:16.996104+00');
INSERT INTO subscriptions VALUES (12, 'sanctuary', 'active', '2026-11-23 22:00:17.102442+00');
INSERT INTO subscriptions VALUES (13, 'sanctuary', 'active', '2026-11-23 22:00:17.222523+00');
INSERT INTO subscriptions VALUES (14, 'sanctuary', 'active', '2026-11-23 22:00:17.334303+00');
INSERT INTO subscriptions VALUES (15, 'sanctuary', 'active', '2026-11-23 22:00:17.427262+00');
INSERT INTO subscriptions VALUES (16, 'sanctuary', 'active', '2026-11-23 22:00:17.526305+00');
INSERT INTO subscriptions VALUES (17, 'sanctuary', 'active', '2026-11-23 22:00:17.59773+00');
INSERT INTO subscriptions VALUES (18, 'sanctuary', 'active', '2026-11-23 22:00:17.652172+00');
INSERT INTO subscriptions VALUES (19, 'sanctuary', 'active', '2026-11-23 22:00:17.71462+00');
INSERT INTO subscriptions VALUES (20, 'sanctuary', 'active', '2026-11-23 22:00:17.778196+00');
INSERT INTO subscriptions VALUES (21, 'sanctuary', 'active', '2026-11-23 22:00:17.838359+00');
INSERT INTO subscriptions VALUES (22, 'sanctuary', 'active', '2026-11-23 22:00:17.906435+00');
INSERT INTO subscriptions VALUES (23, 'sanctuary', 'active', '2026-11-23 22:00:17.958395+00');
INSERT INTO subscriptions VALUES (24, 'sanctuary', 'active', '2026-11-23 22:00:18.026049+00');
INSERT INTO subscriptions VALUES (25, 'sanctuary', 'active', '2026-11-23 22:00:18.082415+00');
INSERT INTO subscriptions VALUES (26, 'sanctuary', 'active', '2026-11-23 22:00:18.138371+00');
INSERT INTO subscriptions VALUES (27, 'sanctuary', 'active', '2026-11-23 22:00:18.20242+00');
INSERT INTO subscriptions VALUES (28, 'sanctuary', 'active', '2026-11-23 22:00:18.279232+00');
INSERT INTO subscriptions VALUES (29, 'sanctuary', 'active', '2026-11-23 22:00:18.342477+00');
INSERT INTO subscriptions VALUES (30, 'sanctuary', 'active', '2026-11-23 22:00:18.402468+00');
INSERT INTO subscriptions VALUES (31, 'sanctuary', 'active', '2026-11-23 22:00:18.494661+00');
INSERT INTO subscriptions VALUES (32, 'sanctuary', 'active', '2026-11-23 22:00:18.642475+00');
INSERT INTO subscriptions VALUES (33, 'sanctuary', 'active', '2026-11-23 22:00:18.732269+00');
INSERT INTO subscriptions VALUES (34, 'sanctuary', 'active', '2026-11-23 22:00:18.854533+00');
INSERT INTO subscriptions VALUES (35, 'sanctuary', 'active', '2026-11-23 22:00:18.936136+00');
INSERT INTO subscriptions VALUES (36, 'sanctuary', 'active', '2026-11-23 22:00:19.06648+00');
INSERT INTO subscriptions VALUES (37, 'sanctuary', 'active', '2026-11-23 22:00:19.170453+00');
INSERT INTO subscriptions VALUES (38, 'sanctuary', 'active', '2026-11-23 22:00:19.282422+00');
INSERT INTO subscriptions VALUES (39, 'sanctuary', 'active', '2026-11-23 22:00:19.368976+00');
INSERT INTO subscriptions VALUES (40, 'sanctuary', 'active', '2026-11-23 22:00:19.466436+00');
INSERT INTO subscriptions VALUES (44, 'sanctuary', 'active', '2026-11-23 22:30:20.579117+00');

INSERT INTO supporters VALUES (1, '\xc9576690cc29de9a67b1e374de417790a0a714ff7bf68f5898f55100', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:09.314129+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (2, '\xa45ffd5c970712b03190b08f4a28a6c8d723012be9a034ea5c7f67cd', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:15.718911+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (3, '\x4f47814a8293ad40bb658426cd72a21378ae2a3bf7735d5754b825dc', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:15.786635+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (4, '\x66120fb8042fa4410c0988a020e80642cb42d28a800c4162b4b072d8', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:15.946621+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (5, '\x177cc9296a84578f04750aa13f746723a90f72478f2a8b7e8055211f', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:16.058506+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (7, '\x85d8769927a37e85b6af891601db1c6abe3dceb4714b41a300395bb3', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:16.346493+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (8, '\x7c8550c1a53b1c677d3d6fddc0a88fb36b2727e288f989384d1495ba', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:16.514446+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (9, '\xe75ac52ec7d1cba2ec864f4152afed2aba4f34994f0ed4a2616d4cd6', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:16.646783+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (10, '\xabfcf0a4d230ff0afac0a09e0dc5fa6cde3570bfd364c280dc8aed6f', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:16.782446+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (11, '\x3784eb051602b13218c798f5a8dd3c0c67008c7cecfb96ab94cdf069', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:16.938546+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (12, '\x856185f609c74e64ec97282bef9429d618786a416197c8808d589dd7', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.050543+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (13, '\x8ad93aff80e2b0d42b0c08a358f50967159821a0e26bbb8da8275574', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.15446+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (14, '\x46c9bd1260e07b7a518d5aaa8386db73068ff1618b013f6a2c952a56', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.252138+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (15, '\x8e4befc3ef48e2094615e0629e873d49d4af17422f0a802750ae4cfa', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.376085+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (16, '\xa0a020b49869e800f36ce2a32f4c0be8da83f80a55c9a04dccf2826a', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.482522+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (17, '\xa73b862f89265a4cb8acb5172eccbe0f029b5bcfdee783fd31bfd41c', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.558349+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (18, '\x427083d1435c6b2aaae3f440f1fb9fb9d16e1503bd491d020902b533', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.618338+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (19, '\xfa2d881bded80be842b9528d3fb109851878c454813b5bb99151be53', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.682293+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (20, '\xd8ae5150409156cd4e8515be347622cbb69bf61139e10bd8037e707e', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.743274+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (21, '\x7a973f9f575a908a3d2ef4cacbb6b046ec5f28e778a243e9ea1d42e8', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.800567+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (22, '\x4476bbea3c1af52d0ba86adbd6b598fa4b32573b543aef594e6a6afc', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.866488+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (23, '\x6dd4f4991d12a2e89eb2bd5504d24cb5653c477a8d078d74697e858e', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.931726+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (24, '\x61ebe0d8b6ce51998c4e2d24b1856e80bfbdd3f40554c428325763f7', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:17.986455+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (25, '\x18341cbb6b81e6b8a263d0c1a80ac08c6a503be97eff290599e91942', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.050377+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (26, '\x7832de445b948a87d7f78b289a7eea2637846e12af9dbcb96681444e', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.110448+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (27, '\x979cddfcf8f8695968bf9aa9fddab1bc15604914950dbf4406e11325', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.162395+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (28, '\x8db64499a377fc652f9a5328087277b72cb50c4e2c426f6009816798', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.241965+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (29, '\x973af6594e53e7117a372e0fb3f59f649d29d34f1729558721e6f68d', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.310499+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (30, '\x56ec69e004a03ccd61611c7d469c0933882955da3438c16b0430d49d', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.370407+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (31, '\xd9498c18372ee0a3eff3274349c870d1ec6c951ef1b046613f58371e', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.430255+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (32, '\x12ff81ae7149e1abe8a02df8d4d5b528eb015fca9f80932df83bd091', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.568182+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (33, '\x65a12f5515505e715ff1db08b2c7b9bb49a7392f3974a0ca52ef3c67', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.690393+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (34, '\x53876c66fbdca4e0de0b0e920f8bf60a95e2b24b519774f3c54fd067', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.785967+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (35, '\x8a06aaf3b78772a70624c441828559886da1ca431782f5dc537caa96', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:18.906498+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (36, '\x4897b3b5deb9e73a9227b549492b52e6fe2b06589453d1d8a5e3509d', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:19.002492+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (37, '\xd50d6d8e1d6b2c3d2ee89c7cf7456917d531dc2a90c958e33f75f232', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:19.101454+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (38, '\x5629a0b2bcb6996a24b3e58387cfbd5a15418797a5dae367f51991e3', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:19.207777+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (39, '\x86eb853f83a9493a2e559e810683a33843d2e12135e5a5575e6542f2', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:19.318413+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (40, '\x68f4359cbcadf86823d3b0c259eb93d86ff7a0aad0a764eb178ce5ca', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:00:19.414424+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (41, '\x1550224b8604f20db8ad4e0f300cc368792435920b66b2e03c58cc61', NULL, NULL, '{}', 'sanctuary', true, '2026-11-23 22:30:19.530509+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (42, '\x1deb47219f69ad71d46f232536e669ee4ecda4f2f941b69bc375cc4c', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:20.341802+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (43, '\xe86d9ac78185cc58b94cf43c2c86ffb320db8b9570f00fade36568a4', 'es', '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:20.462393+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (44, '\xe534f0dac01b3b19d065864a5cf0d87b5b5415587b741b3bc2b37763', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:20.539748+00', '{}', 'America/Los_Angeles', true, false);
INSERT INTO supporters VALUES (46, '\x28a8ec88a807cf142b24f67f196ecd0853fb407ab1d46a36da216dcf', NULL, '10001', '{}', 'sanctuary', true, '2026-11-23 22:30:20.854501+00', '{}', 'America/New_York', false, false);
INSERT INTO supporters VALUES (47, '\x2c8a9f1960a61f0b0ffed053efed2a51ac69d96c5935c7dfc410a209', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:21.018494+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (48, '\x4a2a9b59208770bd6994e84c131796d6af80b44637a6c0943c69727d', 'en', '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:21.261167+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (49, '\xb916b4bef2f64acf75599acb1e7ebe3cb27177ae5c76b9eadeb2c6c1', 'en', '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:21.41777+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (50, '\xa4cd754d1b4c663fcd95eaaf4f60218f2e1edc9fc812566488645144', NULL, '98402', '{}', 'sanctuary', true, '2026-11-23 22:30:21.558348+00', '{}', 'America/Los_Angeles', false, false);
INSERT INTO supporters VALUES (6, '\x42c18fc4410b68db65999908fb8c41b3b3634749d9c81920eddd4a21', NULL, '98402', '{}', 'sanctuary', false, '2026-11-23 22:00:16.19043+00', '{}', 'America/Los_Angeles', false, false);

INSERT INTO turns VALUES ('SMbfe55e97f444ca7c64606d993a6fd8d0', 1, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:09.314129+00');
INSERT INTO turns VALUES ('SMad6963c8984b5376708935e022faa9e1', 1, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:15.675238+00');
INSERT INTO turns VALUES ('SM7fa3e4268cbbca2c34d7a97c3a97b62d', 2, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:15.718911+00');
INSERT INTO turns VALUES ('SM3922bea338c3e490ffc3f695f8fe7e0d', 2, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:15.758665+00');
INSERT INTO turns VALUES ('SM24d9443732a7ba99e03c46d8d3059482', 3, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:15.786635+00');
INSERT INTO turns VALUES ('SM7bc7c603a44514e5831d3679fa34275f', 3, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:15.862584+00');
INSERT INTO turns VALUES ('SM9ace7376c9699313a99ecbdbfef897a6', 4, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:15.946621+00');
INSERT INTO turns VALUES ('SMbefaa0f9bfcafe3517d7355efbad1c3a', 4, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.018688+00');
INSERT INTO turns VALUES ('SM989914c51b7fe5b1cc2743d5e1e6263d', 5, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.058506+00');
INSERT INTO turns VALUES ('SM4ddcc1b7978cc9c9c619f2fcc51ebd2b', 5, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.13023+00');
INSERT INTO turns VALUES ('SMec2f54163b5d51ced6c44a46382e72aa', 6, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.19043+00');
INSERT INTO turns VALUES ('SM56e73aa977bd19620d0d6b893f908f20', 6, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.230415+00');
INSERT INTO turns VALUES ('SM707557367c7a886c346eb742556097ca', 7, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.346493+00');
INSERT INTO turns VALUES ('SM106f085c17fbf38925cacfe7286239e1', 7, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.444647+00');
INSERT INTO turns VALUES ('SMc0377f4e93e70b8d7bef889724f4ad65', 8, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.514446+00');
INSERT INTO turns VALUES ('SMb4fadbbfcfe4a3770c1a55685f7c94ed', 8, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.610467+00');
INSERT INTO turns VALUES ('SMe35da4058286ec3978c0417793feb82e', 9, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.646783+00');
INSERT INTO turns VALUES ('SMae38860a4040dbfed7453f44ccf9412d', 9, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.72621+00');
INSERT INTO turns VALUES ('SMff6d17c044782a881c6f89da2e5867a5', 14, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.334303+00');
INSERT INTO turns VALUES ('SMe6139712c931221f0d8f47b10b7bc858', 10, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.782446+00');
INSERT INTO turns VALUES ('SMaaa553aca1127f88d76656803f3c7d9f', 10, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.886471+00');
INSERT INTO turns VALUES ('SMf5c45633d1c1a84505f9d02cfa3890fb', 11, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:16.938546+00');
INSERT INTO turns VALUES ('SMd87618bd7c292eb433951af5fe74c7dd', 11, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:16.996104+00');
INSERT INTO turns VALUES ('SMdef526ed295956b327c31551ceb26f59', 12, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.050543+00');
INSERT INTO turns VALUES ('SM32d05a99e9a5894bab31017f2cb9af7e', 12, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.102442+00');
INSERT INTO turns VALUES ('SMc20390a56a3bb0c0bcd23fdd40273b42', 13, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.15446+00');
INSERT INTO turns VALUES ('SM44ee22877e6f9cc89ccc7632d12af116', 13, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.222523+00');
INSERT INTO turns VALUES ('SM8fac6266751c06010dc3b84a9c1602c3', 14, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.252138+00');
INSERT INTO turns VALUES ('SMcf17fa136046f191e1621918bd758b22', 15, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.376085+00');
INSERT INTO turns VALUES ('SM3454e8183d84d85402acbb9574e7e013', 15, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.427262+00');
INSERT INTO turns VALUES ('SM78fe7a5b8033a226bc40b3e689e3419e', 16, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.482522+00');
INSERT INTO turns VALUES ('SMf0b77ca2e6dfcb914dac7cb71f61cbb0', 16, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.526305+00');
INSERT INTO turns VALUES ('SMa006c7a45e768fbda5d08074f59647ec', 17, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.558349+00');
INSERT INTO turns VALUES ('SM31c8446f3e717ac47cfe0efe6835fe3f', 17, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.59773+00');
INSERT INTO turns VALUES ('SM2705e75cd4e5faaf7e5749872880a884', 18, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.618338+00');
INSERT INTO turns VALUES ('SMa1ca91d21670df6c54a6dfbaba1dfc7d', 18, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.652172+00');
INSERT INTO turns VALUES ('SM8f3ea36825222f1ce7aea55327571c11', 19, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.682293+00');
INSERT INTO turns VALUES ('SM4b16aa711ea26b57af40e197d8019239', 19, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.71462+00');
INSERT INTO turns VALUES ('SM82a132545baa8be50632dafa71e81f69', 20, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.743274+00');
INSERT INTO turns VALUES ('SMf5dd269864aed069ba89b066485d9d5a', 20, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.778196+00');
INSERT INTO turns VALUES ('SM0701a032373123b01b573b78aca44464', 21, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.800567+00');
INSERT INTO turns VALUES ('SMfa934cdae8e9a72bd25d1b810e6b553e', 21, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.838359+00');
INSERT INTO turns VALUES ('SM25cbd9f3d369ca514683c3fb62f0cb1d', 22, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.866488+00');
INSERT INTO turns VALUES ('SM7bfa6601e189ba2c7c19a1c7f3311f32', 22, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.906435+00');
INSERT INTO turns VALUES ('SMaff50bcd1f9dac3ddcf35c98e9bf5a1f', 23, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.931726+00');
INSERT INTO turns VALUES ('SM99b1e9625d34b49714e042e236b3b37d', 23, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:17.958395+00');
INSERT INTO turns VALUES ('SMd1da4ade2aec5c2637b85f1a16f5d1d6', 28, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.279232+00');
INSERT INTO turns VALUES ('SMa32bb01915ffc8917aa9fcd6edcd0c9b', 24, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:17.986455+00');
INSERT INTO turns VALUES ('SMeeb5404c8a54dd1f292e3101a548b79e', 24, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.026049+00');
INSERT INTO turns VALUES ('SM001bf354693771dfdedf339901ff89ba', 25, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.050377+00');
INSERT INTO turns VALUES ('SMa3afe3c5fe137a4fb1f8302e81ce4520', 25, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.082415+00');
INSERT INTO turns VALUES ('SM66b38ea3e169e1992fc9c603a8148e6b', 26, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.110448+00');
INSERT INTO turns VALUES ('SM11bda0c37206f40c6b331fe2f6858f8e', 26, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.138371+00');
INSERT INTO turns VALUES ('SM480e3d7b2d5d7e46577a0b1cfd328d90', 27, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.162395+00');
INSERT INTO turns VALUES ('SMa1234227b1b451543bccdea56f1c5ae7', 27, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.20242+00');
INSERT INTO turns VALUES ('SMfc4483b1ffaf09709a6416c156090556', 28, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.241965+00');
INSERT INTO turns VALUES ('SM6770548f9fe575e82871c2412d8ce58a', 29, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.310499+00');
INSERT INTO turns VALUES ('SM31726259029cca7efbe1e0668cf74eb3', 29, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.342477+00');
INSERT INTO turns VALUES ('SM3c810b269485a258615e8832b67d05ad', 30, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.370407+00');
INSERT INTO turns VALUES ('SM12251a79c48937ef7d101edd87ff066a', 30, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.402468+00');
INSERT INTO turns VALUES ('SMf77349e65f37bfd6d52a03bdcd773fdb', 31, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.430255+00');
INSERT INTO turns VALUES ('SM1872d307bd4d2a76a61d3b7ee6f05288', 31, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.494661+00');
INSERT INTO turns VALUES ('SM339e40de91ad284897fe97f14950f247', 32, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.568182+00');
INSERT INTO turns VALUES ('SMeb175d60a2a275556e2066b4ddb7558f', 32, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.642475+00');
INSERT INTO turns VALUES ('SMc64db3534b9945a24d9eea791af69a06', 33, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.690393+00');
INSERT INTO turns VALUES ('SMee53d57cdf859c3527ec6c8700661f60', 33, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.732269+00');
INSERT INTO turns VALUES ('SMc7cb5230508e8fd5a60232ab9687e18c', 34, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.785967+00');
INSERT INTO turns VALUES ('SMf055484d0a65cbdb300616caa1d8254a', 34, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.854533+00');
INSERT INTO turns VALUES ('SMdd2a1b008a46ccbd9388315df05d8787', 35, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:18.906498+00');
INSERT INTO turns VALUES ('SM4cb937c629f3b9eabe9208ea44ef1314', 35, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:18.936136+00');
INSERT INTO turns VALUES ('SM5171da20a2320e19f6d7af9584f41630', 36, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:19.002492+00');
INSERT INTO turns VALUES ('SM92907b92bbabaa15c5c110ba6d71aa8e', 36, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:19.06648+00');
INSERT INTO turns VALUES ('SMa85b2afebf5df1c782f13d7c791f3157', 37, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:19.101454+00');
INSERT INTO turns VALUES ('SM0b842ee1ee3bc9e6d10fb9974526541a', 37, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:19.170453+00');
INSERT INTO turns VALUES ('SM63e8c217610a17ac8f098039c84b82b1', 47, 2, NULL, '{"language":"en","at":["text","ringing"],"returns":[],"asked":{"at":["text","ringing"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>We are calling you now from 206-555-0100. Pick up, press 1, and we connect you to Governor Bob Ferguson. You can hang up at any time. Afterwards reply 1 reached a person, 2 left a message, 3 could not get through.</Message></Response>', '2026-11-23 22:30:21.083746+00');
INSERT INTO turns VALUES ('SM166ed8a027d3640cad8dd8a3d732fed6', 38, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:19.207777+00');
INSERT INTO turns VALUES ('SM71eefab30194b2d0e956743043f43b2e', 38, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:19.282422+00');
INSERT INTO turns VALUES ('SMc96b2b70c26d3791fd23afbb4c93516a', 39, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:19.318413+00');
INSERT INTO turns VALUES ('SM1d49f1f1654e6a389b4165b5c8465647', 39, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:19.368976+00');
INSERT INTO turns VALUES ('SM2fbabc0bd8a4b33ef04e3354091f340e', 40, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:00:19.414424+00');
INSERT INTO turns VALUES ('SM39bd8342fe6c7be076b4fbc4cf5e57f8', 40, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:00:19.466436+00');
INSERT INTO turns VALUES ('SMc171293803ca2c92a20608b1fb61ca19', 41, 1, NULL, '{"language":"en","at":["place","zip"],"returns":[["text","place"]],"asked":{"at":["place","zip"],"returns":[["text","place"]],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

What is your home ZIP code? 5 digits; nobody else will see it.</Message></Response>', '2026-11-23 22:30:19.530509+00');
INSERT INTO turns VALUES ('SMb5063bc11b80ef713051019d4fe17cec', 42, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:20.341802+00');
INSERT INTO turns VALUES ('SM332ea148fc8a18f58c8c88c2972f7035', 42, 2, NULL, '{"language":"en","at":["text","words"],"returns":[],"asked":{"at":["text","words"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Call Governor Bob Ferguson, 360-902-4111: "Hello, I''m ___, I live in Tacoma, ZIP 98402. Thank you for Washington''s sanctuary policy, on record in 2017. Please hold firm against the threat of losing federal grants: keep state police, prisons and services out of immigration enforcement. Do we have the governor''s support?" All the words: https://bot.example.org/c/sanctuary</Message><Message>After the call, reply 1 if you reached a person, 2 if you left a message, 3 if you could not get through. Or CALL and we connect you.</Message></Response>', '2026-11-23 22:30:20.378812+00');
INSERT INTO turns VALUES ('SM22222222222222222222222222222222', 42, 3, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:20.413566+00');
INSERT INTO turns VALUES ('SMd99de2b1e8583f57d32d35d84efbef38', 43, 1, NULL, '{"language":"es","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"es"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Vecinos llaman a gobernadores, alcaldes y concejos para pedir santuario: que la policia, las carceles y los servicios no participen en el control migratorio, sin preguntas sobre el estatus, con servicios para todos.

Sus funcionarios en Tacoma (98402):
El gobernador Bob Ferguson 360-902-4111
El alcalde Anders Ibsen 253-591-5100
Aun no tenemos la lista del concejo municipal de Tacoma. El municipio puede comunicarle.</Message><Message>Responda LLAMAR y le llamamos para conectarle, GUION para saber qué decir, APRENDER para saber mas, MUDAR + ZIP si se mudo.</Message></Response>', '2026-11-23 22:30:20.462393+00');
INSERT INTO turns VALUES ('SMa5a0b3b764b05586804e0b8fb3a96ecf', 44, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:20.539748+00');
INSERT INTO turns VALUES ('SM251ee61fa63e355a1094ec7681fce62d', 44, 2, NULL, '{"language":"en","at":["text","menu"],"returns":[],"asked":{"at":["text","menu"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Sanctuary alerts: you will get alerts, up to 4 msgs a month. Msg &amp; data rates may apply. Reply HELP for help, STOP to cancel.

Reply CALL, SCRIPT, NEXT, LIST, LEARN, MORE or HELP.</Message></Response>', '2026-11-23 22:30:20.579117+00');
INSERT INTO turns VALUES ('SM072badbc3f4214ba6d36bed0b7c40608', 44, 3, NULL, '{"language":"en","at":null,"returns":[],"asked":null,"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: you are unsubscribed and get no more texts or calls from us. Reply START to come back.</Message></Response>', '2026-11-23 22:30:20.642189+00');
INSERT INTO turns VALUES ('SM0627a67fbdb98f2c0e6bb6b03c754acb', NULL, NULL, NULL, NULL, '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Done: your number, ZIP code and calls are erased. A code that is not your number may stay: a day for call limits, longer to keep your STOP. Goodbye!</Message></Response>', '2026-11-23 22:30:20.746453+00');
INSERT INTO turns VALUES ('SMb83aef363b07b962bbc35465db8d20e2', 46, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"10001","offered":[],"rest":"","official":"ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in New York (10001):
Governor Kathy Hochul 518-474-8390
Mayor Zohran K. Mamdani 212-788-7585
We have no list of council members for New York yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:20.854501+00');
INSERT INTO turns VALUES ('SMbf7a474a4f68d7a91bba5670652bcb20', 46, 2, NULL, '{"language":"en","at":["text","leave_or_wait"],"returns":[],"asked":{"at":["text","leave_or_wait"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"10001","offered":[],"rest":"","official":"ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18","line":"+15184748390","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Nobody is there now: Governor Kathy Hochul. The office opens tomorrow at 9 AM. Reply 1 and we will call you, so you can leave a message now; 2 and we will text you when it opens; or NEXT to pass.</Message></Response>', '2026-11-23 22:30:20.923368+00');
INSERT INTO turns VALUES ('SMf4777bc3069812b612dade40d86c5f56', 46, 3, NULL, '{"language":"en","at":["text","go_on"],"returns":[],"asked":{"at":["text","go_on"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"wait","offered":[],"rest":"","official":"ocd-person/0986ce6e-b580-46ef-85c3-86c2d049857a","line":"+12127887585","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>We will text you when the office opens.

0 of 2 done. Next: Mayor Zohran K. Mamdani, 212-788-7585. Reply CALL to go on, SCRIPT for what to say, NEXT to pass.</Message></Response>', '2026-11-23 22:30:20.970457+00');
INSERT INTO turns VALUES ('SM44e8fde0822b5d53051d09c09bef6366', 47, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:21.018494+00');
INSERT INTO turns VALUES ('SM6e84d1ffa8747fd4e61aa1e2cbc19957', 48, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:21.261167+00');
INSERT INTO turns VALUES ('CA43b2170ed019f9a0f8ae1e20b38a2d89:0', 48, 2, 'CA43b2170ed019f9a0f8ae1e20b38a2d89', '{"language":"en","at":["call","language"],"returns":[],"asked":{"at":["call","language"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/2" actionOnEmptyResult="true" hints="english,spanish" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Hello, this is Patchline. Para español, oprima 2. For English, press 1, or wait.</Say></Gather></Response>', '2026-11-23 22:30:21.322621+00');
INSERT INTO turns VALUES ('CA43b2170ed019f9a0f8ae1e20b38a2d89:2', 48, 3, 'CA43b2170ed019f9a0f8ae1e20b38a2d89', '{"language":"en","at":["call","still"],"returns":[],"asked":{"at":["call","still"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"english","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/3" actionOnEmptyResult="true" hints="yes,no" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">We find your elected officials and connect you, one after the other.</Say><Say language="en-US" voice="Polly.Joanna">Do you still live in Tacoma, ZIP code 9 8 4 0 2? Press 1 for yes, 2 if you moved.</Say></Gather></Response>', '2026-11-23 22:30:21.339288+00');
INSERT INTO turns VALUES ('CA43b2170ed019f9a0f8ae1e20b38a2d89:3', 48, 4, 'CA43b2170ed019f9a0f8ae1e20b38a2d89', '{"language":"en","at":["call","connect_or_text"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"here","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/4" actionOnEmptyResult="true" hints="connect,yes,ready,text" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Your officials: Governor Bob Ferguson. Mayor Anders Ibsen. We have no list of council members for Tacoma yet. City hall can connect you. Here is what you can say. Hello, I live in Tacoma, ZIP 9 8 4 0 2. This is for Governor Bob Ferguson. Thank you for Washington''s sanctuary policy, recorded in 2017. Please hold firm against threats to federal grants. Keep state police, prisons and services out of immigration enforcement, and honor detainers only with a judge''s criminal warrant. Do we have the governor''s support?</Say><Say language="en-US" voice="Polly.Joanna">Press 1 to be connected to Governor Bob Ferguson, or 9 to get the words by text first.</Say></Gather></Response>', '2026-11-23 22:30:21.362412+00');
INSERT INTO turns VALUES ('CA43b2170ed019f9a0f8ae1e20b38a2d89:4', 48, 5, 'CA43b2170ed019f9a0f8ae1e20b38a2d89', '{"language":"en","at":["call","connect"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"connect","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":["+13609024111"],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US" voice="Polly.Joanna">Connecting you to Governor Bob Ferguson. Press star when you are done, and stay on the line.</Say><Dial action="https://bot.example.org/twilio/voice/5" callerId="+12535550207" hangupOnStar="true" timeLimit="1200" timeout="30"><Number>+13609024111</Number></Dial></Response>', '2026-11-23 22:30:21.386398+00');
INSERT INTO turns VALUES ('SM27ff5f51e4e282a97cea77c755d54974', 49, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:21.41777+00');
INSERT INTO turns VALUES ('CAd894b057a8ac17bd85e1cfb9bf9e35b3:0', 49, 2, 'CAd894b057a8ac17bd85e1cfb9bf9e35b3', '{"language":"en","at":["call","language"],"returns":[],"asked":{"at":["call","language"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"","offered":[],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/2" actionOnEmptyResult="true" hints="english,spanish" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Hello, this is Patchline. Para español, oprima 2. For English, press 1, or wait.</Say></Gather></Response>', '2026-11-23 22:30:21.443563+00');
INSERT INTO turns VALUES ('CAd894b057a8ac17bd85e1cfb9bf9e35b3:2', 49, 3, 'CAd894b057a8ac17bd85e1cfb9bf9e35b3', '{"language":"en","at":["call","still"],"returns":[],"asked":{"at":["call","still"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"english","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/3" actionOnEmptyResult="true" hints="yes,no" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">We find your elected officials and connect you, one after the other.</Say><Say language="en-US" voice="Polly.Joanna">Do you still live in Tacoma, ZIP code 9 8 4 0 2? Press 1 for yes, 2 if you moved.</Say></Gather></Response>', '2026-11-23 22:30:21.462317+00');
INSERT INTO turns VALUES ('CAd894b057a8ac17bd85e1cfb9bf9e35b3:3', 49, 4, 'CAd894b057a8ac17bd85e1cfb9bf9e35b3', '{"language":"en","at":["call","connect_or_text"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"here","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/4" actionOnEmptyResult="true" hints="connect,yes,ready,text" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">Your officials: Governor Bob Ferguson. Mayor Anders Ibsen. We have no list of council members for Tacoma yet. City hall can connect you. Here is what you can say. Hello, I live in Tacoma, ZIP 9 8 4 0 2. This is for Governor Bob Ferguson. Thank you for Washington''s sanctuary policy, recorded in 2017. Please hold firm against threats to federal grants. Keep state police, prisons and services out of immigration enforcement, and honor detainers only with a judge''s criminal warrant. Do we have the governor''s support?</Say><Say language="en-US" voice="Polly.Joanna">Press 1 to be connected to Governor Bob Ferguson, or 9 to get the words by text first.</Say></Gather></Response>', '2026-11-23 22:30:21.482436+00');
INSERT INTO turns VALUES ('CAd894b057a8ac17bd85e1cfb9bf9e35b3:4', 49, 5, 'CAd894b057a8ac17bd85e1cfb9bf9e35b3', '{"language":"en","at":["call","connect"],"returns":[],"asked":{"at":["call","connect_or_text"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"connect","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":["+13609024111"],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US" voice="Polly.Joanna">Connecting you to Governor Bob Ferguson. Press star when you are done, and stay on the line.</Say><Dial action="https://bot.example.org/twilio/voice/5" callerId="+12535550210" hangupOnStar="true" timeLimit="1200" timeout="30"><Number>+13609024111</Number></Dial></Response>', '2026-11-23 22:30:21.510366+00');
INSERT INTO turns VALUES ('CAd894b057a8ac17bd85e1cfb9bf9e35b3:5', 49, 6, 'CAd894b057a8ac17bd85e1cfb9bf9e35b3', '{"language":"en","at":["call","report"],"returns":[],"asked":{"at":["call","report"],"returns":[],"offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"language":"en"},"misses":0,"heard":"connect","offered":[{"value":"sanctuary","label":"Sanctuary cities and states","key":""}],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"+13609024111","tried":["+13609024111"],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://bot.example.org/twilio/voice/6" actionOnEmptyResult="true" hints="reached,message,no,wrong,wrong number" input="dtmf speech" language="en-US" numDigits="1" speechTimeout="auto" timeout="7"><Say language="en-US" voice="Polly.Joanna">How did it go with Governor Bob Ferguson? Press 1 if you reached a person, 2 if you left a message, 3 if you could not get through, 4 if it was a wrong number.</Say></Gather></Response>', '2026-11-23 22:30:21.534481+00');
INSERT INTO turns VALUES ('SMf4b28ff307d8800c2204f70723112a81', 50, 1, NULL, '{"language":"en","at":["text","officials"],"returns":[],"asked":{"at":["text","officials"],"returns":[],"offered":[],"language":"en"},"misses":0,"heard":"98402","offered":[],"rest":"","official":"ocd-person/117499b6-79e9-4eaf-827d-59c0ed14b7c0","line":"","tried":[],"closed":false,"doubted":false}', '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Patchline: Neighbors are calling governors, mayors and city councils for sanctuary: local police, jails and services stay out of immigration enforcement, nobody is asked about status, and services are open to everyone. (Para español: ESPANOL)

Your officials in Tacoma (98402):
Governor Bob Ferguson 360-902-4111
Mayor Anders Ibsen 253-591-5100
We have no list of council members for Tacoma yet. City hall can connect you.</Message><Message>Reply CALL and we call you and connect you, SCRIPT for what to say, LEARN for background, MOVE + ZIP if you moved.</Message></Response>', '2026-11-23 22:30:21.558348+00');

INSERT INTO unanswered VALUES ('a691ea0e', '/twilio/sms', '\x22810788038b2ea5b775b2ee04fe30bfa9bf3a2e0912792966ad27673c0ab9b73bc98655c798d42d02f693282ad72b256b14f52cfa6e370b1f3af22d1082ef1d9fc72dadd77b3b358fd5998cf175d148fce9436da7d219404ab23917ec469ba81c053755553b2762faf53d5d615930', 'JSONDecodeError', '2026-11-23 22:30:21.606832+00');

SELECT pg_catalog.setval('broadcasts_id_seq', 2, true);

SELECT pg_catalog.setval('call_sheet_entries_id_seq', 98, true);

SELECT pg_catalog.setval('call_sheets_id_seq', 49, true);

SELECT pg_catalog.setval('calls_id_seq', 2, true);

SELECT pg_catalog.setval('consents_id_seq', 42, true);

SELECT pg_catalog.setval('deliveries_id_seq', 41, true);

SELECT pg_catalog.setval('line_reports_id_seq', 1, false);

SELECT pg_catalog.setval('messages_id_seq', 1, true);

SELECT pg_catalog.setval('organizers_id_seq', 1, false);

SELECT pg_catalog.setval('supporters_id_seq', 50, true);

ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY broadcasts
    ADD CONSTRAINT broadcasts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY call_sheet_entries
    ADD CONSTRAINT call_sheet_entries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY call_sheet_entries
    ADD CONSTRAINT call_sheet_entries_sheet_id_official_key UNIQUE (sheet_id, official);

ALTER TABLE ONLY call_sheets
    ADD CONSTRAINT call_sheets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY call_sheets
    ADD CONSTRAINT call_sheets_supporter_id_campaign_key UNIQUE (supporter_id, campaign);

ALTER TABLE ONLY calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY consents
    ADD CONSTRAINT consents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY deliveries
    ADD CONSTRAINT deliveries_broadcast_id_supporter_id_key UNIQUE (broadcast_id, supporter_id);

ALTER TABLE ONLY deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (kind);

ALTER TABLE ONLY leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (name);

ALTER TABLE ONLY line_reports
    ADD CONSTRAINT line_reports_line_person_key UNIQUE (line, person);

ALTER TABLE ONLY line_reports
    ADD CONSTRAINT line_reports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY messages
    ADD CONSTRAINT messages_provider_id_key UNIQUE (provider_id);

ALTER TABLE ONLY organizers
    ADD CONSTRAINT organizers_phone_key UNIQUE (phone);

ALTER TABLE ONLY organizers
    ADD CONSTRAINT organizers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY senders
    ADD CONSTRAINT senders_pkey PRIMARY KEY (address);

ALTER TABLE ONLY sign_up_days
    ADD CONSTRAINT sign_up_days_pkey PRIMARY KEY (campaign, day);

ALTER TABLE ONLY spends
    ADD CONSTRAINT spends_pkey PRIMARY KEY (campaign, day);

ALTER TABLE ONLY subscriptions
    ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (supporter_id, programme);

ALTER TABLE ONLY supporters
    ADD CONSTRAINT supporters_phone_key UNIQUE (phone);

ALTER TABLE ONLY supporters
    ADD CONSTRAINT supporters_pkey PRIMARY KEY (id);

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_pkey PRIMARY KEY (key);

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_supporter_id_number_key UNIQUE (supporter_id, number);

ALTER TABLE ONLY unanswered
    ADD CONSTRAINT unanswered_pkey PRIMARY KEY (id);

CREATE INDEX ix_broadcasts_state ON broadcasts USING btree (state);

CREATE INDEX ix_call_sheet_entries_due_at ON call_sheet_entries USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX ix_calls_key ON calls USING btree (key);

CREATE INDEX ix_calls_line_at ON calls USING btree (line, at);

CREATE INDEX ix_calls_person_at ON calls USING btree (person, at) WHERE (person IS NOT NULL);

CREATE INDEX ix_calls_supporter_at ON calls USING btree (supporter_id, at);

CREATE INDEX ix_consents_person ON consents USING btree (person, programme, id);

CREATE INDEX ix_deliveries_due_at ON deliveries USING btree (due_at, broadcast_id, state) WHERE ((state)::text = ANY ((ARRAY['sending'::character varying, 'unknown'::character varying, 'waiting'::character varying])::text[]));

CREATE INDEX ix_deliveries_ended ON deliveries USING btree (broadcast_id, sent_at, claimed_at) WHERE ((state)::text = ANY ((ARRAY['delivered'::character varying, 'failed'::character varying])::text[]));

CREATE INDEX ix_deliveries_queued ON deliveries USING btree (broadcast_id, zone, id) WHERE ((state)::text = 'queued'::text);

CREATE INDEX ix_deliveries_sent ON deliveries USING btree (broadcast_id, sent_at) WHERE (sent_at IS NOT NULL);

CREATE INDEX ix_deliveries_supporter ON deliveries USING btree (supporter_id, claimed_at);

CREATE INDEX ix_deliveries_text ON deliveries USING btree (claimed_at) WHERE (text IS NOT NULL);

CREATE INDEX ix_messages_body ON messages USING btree (at) WHERE (body <> ''::text);

CREATE INDEX ix_messages_supporter ON messages USING btree (supporter_id);

CREATE INDEX ix_subscriptions_programme ON subscriptions USING btree (programme, state, supporter_id);

CREATE INDEX ix_supporters_only_called ON supporters USING btree (created_at) WHERE only_called;

CREATE INDEX ix_turns_at ON turns USING btree (at);

CREATE INDEX ix_turns_call ON turns USING btree (call) WHERE (call IS NOT NULL);

CREATE INDEX ix_turns_reply ON turns USING btree (at) WHERE (reply <> ''::text);

ALTER TABLE ONLY broadcasts
    ADD CONSTRAINT broadcasts_organizer_id_fkey FOREIGN KEY (organizer_id) REFERENCES organizers(id) ON DELETE SET NULL;

ALTER TABLE ONLY call_sheet_entries
    ADD CONSTRAINT call_sheet_entries_sheet_id_fkey FOREIGN KEY (sheet_id) REFERENCES call_sheets(id) ON DELETE CASCADE;

ALTER TABLE ONLY call_sheets
    ADD CONSTRAINT call_sheets_supporter_id_fkey FOREIGN KEY (supporter_id) REFERENCES supporters(id) ON DELETE CASCADE;

ALTER TABLE ONLY calls
    ADD CONSTRAINT calls_supporter_id_fkey FOREIGN KEY (supporter_id) REFERENCES supporters(id) ON DELETE SET NULL;

ALTER TABLE ONLY messages
    ADD CONSTRAINT messages_supporter_id_fkey FOREIGN KEY (supporter_id) REFERENCES supporters(id) ON DELETE CASCADE;

ALTER TABLE ONLY sign_up_days
    ADD CONSTRAINT sign_up_days_broadcast_id_fkey FOREIGN KEY (broadcast_id) REFERENCES broadcasts(id) ON DELETE SET NULL;

ALTER TABLE ONLY subscriptions
    ADD CONSTRAINT subscriptions_supporter_id_fkey FOREIGN KEY (supporter_id) REFERENCES supporters(id) ON DELETE CASCADE;

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_supporter_id_fkey FOREIGN KEY (supporter_id) REFERENCES supporters(id) ON DELETE CASCADE;

