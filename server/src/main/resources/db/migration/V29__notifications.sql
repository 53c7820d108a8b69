-- Who is told when something needs a hand, what does, and what was told.
CREATE TABLE notification_target (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  name        VARCHAR(255)  NOT NULL,
  description VARCHAR(2048),
  type        VARCHAR(32)   NOT NULL,
  state       VARCHAR(32)   NOT NULL,
  kinds       VARCHAR(255)  NOT NULL, -- separated by commas
  address     VARCHAR(2048) NOT NULL, -- as it is shown
  host        VARCHAR(255),
  port        INTEGER,
  security    VARCHAR(32),
  username    VARCHAR(255),
  sender      VARCHAR(255),
  recipients  TEXT,                   -- separated by commas
  secrets     TEXT          NOT NULL, -- encrypted: password, or url and key
  created     BIGINT        NOT NULL,
  updated     BIGINT        NOT NULL
);
CREATE INDEX notification_target_name ON notification_target (lower(name), uuid);

-- Seen, and told unless it is over before that.
CREATE TABLE notification_alarm (
  kind          VARCHAR(32)  NOT NULL,
  resource_uuid VARCHAR(32)  NOT NULL,
  resource_name VARCHAR(255),
  raised        BIGINT       NOT NULL,
  told          BOOLEAN      NOT NULL,
  PRIMARY KEY (kind, resource_uuid)
);

CREATE TABLE notification_delivery (
  uuid          VARCHAR(32)  NOT NULL PRIMARY KEY,
  target_uuid   VARCHAR(32)  NOT NULL REFERENCES notification_target (uuid) ON DELETE CASCADE,
  kind          VARCHAR(32)  NOT NULL,
  subject       VARCHAR(255) NOT NULL,
  body          TEXT         NOT NULL,
  json          TEXT         NOT NULL, -- what programs are sent
  state         VARCHAR(32)  NOT NULL,
  attempts      INTEGER      NOT NULL, -- the number of the attempt that may settle it
  most_attempts INTEGER      NOT NULL,
  due           BIGINT,                -- of the next attempt; while one is under way, until when it is believed to live
  last_error    VARCHAR(2048),
  created       BIGINT       NOT NULL,
  finished      BIGINT
);
CREATE INDEX notification_delivery_due ON notification_delivery (state, due);
CREATE INDEX notification_delivery_target ON notification_delivery (target_uuid, state);
CREATE INDEX notification_delivery_created ON notification_delivery (created, uuid);
