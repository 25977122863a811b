-- Webhooks: who is told what, and the outbox of what is to be sent. Nothing of it is on the way of a
-- report: a follower of the feed fills the outbox, in the transaction that moves its place there, so that
-- every event comes into it once, however many replicas follow and wherever one of them is killed.
CREATE TABLE webhook (
    namespace_id    integer     NOT NULL,
    name            text        NOT NULL,
    id              uuid        NOT NULL,
    url             text        NOT NULL,
    secret          text        NOT NULL,
    events          text[]      NOT NULL,
    filter          json,
    enabled         boolean     NOT NULL,
    begins          text,
    begins_at       timestamptz NOT NULL,
    disabled_reason text,
    overflowed_at   timestamptz,
    failures        integer     NOT NULL DEFAULT 0,
    retry_at        timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT webhook_pkey PRIMARY KEY (namespace_id, name),
    CONSTRAINT webhook_id_key UNIQUE (namespace_id, id),
    CONSTRAINT webhook_name_length_check CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT webhook_events_some_check CHECK (cardinality(events) > 0),
    CONSTRAINT webhook_filter_object_check CHECK (json_typeof(filter) = 'object')
);
COMMENT ON TABLE webhook IS 'Who is told of events over HTTP.';
COMMENT ON COLUMN webhook.id IS 'One that is made anew under the name of another gets nothing that was meant for that.';
COMMENT ON COLUMN webhook.secret IS 'Signs what is sent, and so is stored as it is; never told.';
COMMENT ON COLUMN webhook.filter IS 'As it was sent: jsonb would not keep the order.';
COMMENT ON COLUMN webhook.begins IS 'The snapshot in which it was enabled, until it was followed once: what that sees it is not told.';
COMMENT ON COLUMN webhook.failures IS 'In how many batches, one after the other, nothing could be delivered.';
COMMENT ON COLUMN webhook.retry_at IS 'Until then nothing is sent to it.';

-- One row: the feed is followed once for all namespaces.
CREATE TABLE webhook_place (
    one         boolean     NOT NULL DEFAULT true,
    cursor      text        NOT NULL,
    complete_at timestamptz NOT NULL,
    next_id     bigint      NOT NULL,
    CONSTRAINT webhook_place_pkey PRIMARY KEY (one),
    CONSTRAINT webhook_place_one_check CHECK (one)
);
COMMENT ON TABLE webhook_place IS 'Up to where changes have been taken into the outbox.';
COMMENT ON COLUMN webhook_place.complete_at IS 'Changes of before, some minutes aside, have been; where the feed is lost, what is later is looked up.';
COMMENT ON COLUMN webhook_place.next_id IS 'Next number of a delivery: one writer at a time numbers them, so that their order is that of the events.';

CREATE TABLE delivery (
    namespace_id    integer     NOT NULL,
    webhook_id      uuid        NOT NULL,
    id              bigint      NOT NULL,
    event_id        text        COLLATE "C" NOT NULL,
    kind            text        NOT NULL,
    execution_id    uuid,
    state           smallint    NOT NULL DEFAULT 0,
    attempts        integer     NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    leased_until    timestamptz,
    finished_at     timestamptz,
    last_status     integer,
    last_error      text,
    body            text,
    CONSTRAINT delivery_pkey PRIMARY KEY (namespace_id, webhook_id, id),
    CONSTRAINT delivery_event_id_key UNIQUE (namespace_id, webhook_id, event_id),
    CONSTRAINT delivery_state_known_check CHECK (state BETWEEN 0 AND 2)
);
COMMENT ON TABLE delivery IS 'What webhooks are to be sent, and what became of it.';
COMMENT ON COLUMN delivery.event_id IS 'Follows from the event, so that one that is found twice is sent once.';
COMMENT ON COLUMN delivery.state IS '0 waiting, 1 delivered, 2 dead';
COMMENT ON COLUMN delivery.leased_until IS 'Some replica is sending it; when that is over and nothing was noted, that replica is gone.';
COMMENT ON COLUMN delivery.body IS 'Until it is delivered.';
-- What is due, and whether something of the same execution comes before it: of the waiting rows alone,
-- which are few while receivers answer.
CREATE INDEX delivery_due_idx ON delivery (namespace_id, webhook_id, next_attempt_at, id) WHERE state = 0;
CREATE INDEX delivery_execution_idx ON delivery (namespace_id, webhook_id, execution_id, id) WHERE state = 0;
-- What may be forgotten.
CREATE INDEX delivery_finished_idx ON delivery (state, finished_at) WHERE state <> 0;
