-- Signing in by a company's own provider (OpenID Connect): the providers, whose sign-ins belong to which account, and what is under
-- way between the two.

CREATE TABLE identity_provider (
    id               uuid PRIMARY KEY,
    kind             text NOT NULL CHECK (kind IN ('entra', 'google', 'general')),
    name             text NOT NULL,                 -- on the button
    issuer           text NOT NULL DEFAULT '',      -- general: as entered; entra and google follow from the kind
    tenants          text[] NOT NULL DEFAULT '{}',  -- entra: ids of tenants; google: domains; nobody of another one comes in
    client_id        text NOT NULL DEFAULT '',
    client_secret    bytea,                         -- sealed with the key in DATA/secrets
    scopes           text NOT NULL DEFAULT 'openid profile email',
    role_claim       text NOT NULL DEFAULT '',      -- empty: roles are given in Shisa
    creates_accounts boolean NOT NULL DEFAULT false,
    trusts_factors   boolean NOT NULL DEFAULT false, -- the provider asks for a second factor, so Shisa does not
    inside           boolean NOT NULL DEFAULT false, -- may lie within the own network
    enabled          boolean NOT NULL DEFAULT false,
    tried_at         timestamptz,                   -- when a trial sign-in came back whole with the present settings
    created_at       timestamptz NOT NULL,
    version          integer NOT NULL DEFAULT 1
);

-- From a value of the claim to roles: the first row that fits decides.
CREATE TABLE identity_provider_role (
    provider_id uuid NOT NULL REFERENCES identity_provider ON DELETE CASCADE,
    position    integer NOT NULL,
    value       text NOT NULL,
    roles       text[] NOT NULL,
    series      uuid[] NOT NULL,                    -- empty: all
    PRIMARY KEY (provider_id, position)
);

CREATE TABLE linked_sign_in (
    id          uuid PRIMARY KEY,
    provider_id uuid NOT NULL REFERENCES identity_provider ON DELETE CASCADE,
    issuer      text NOT NULL,
    subject     text NOT NULL,
    person_id   uuid NOT NULL REFERENCES person,
    email       text NOT NULL,                      -- as the provider says, for the person to know it by
    linked_at   timestamptz NOT NULL,
    used_at     timestamptz,
    UNIQUE (provider_id, issuer, subject)
);
CREATE INDEX linked_sign_in_person ON linked_sign_in (person_id);

-- A browser that was sent to a provider and has not come back yet.
CREATE TABLE oidc_request (
    state_hash   bytea PRIMARY KEY,
    browser_hash bytea NOT NULL,                    -- of a cookie: only the browser that went comes back
    provider_id  uuid NOT NULL REFERENCES identity_provider ON DELETE CASCADE,
    purpose      text NOT NULL CHECK (purpose IN ('sign-in', 'link', 'invitation', 'trial')),
    person_id    uuid REFERENCES person,            -- link and trial: who is signed in
    invitation   text,                              -- sealed by nothing: the SHA-256 of the link's secret, in hexadecimal
    nonce        text NOT NULL,
    verifier     text NOT NULL,
    next         text NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX oidc_request_expires ON oidc_request (expires_at);

-- Somebody whom a provider knows, and whose account here has to be confirmed by its password first.
CREATE TABLE oidc_unlinked (
    token_hash  bytea PRIMARY KEY,
    provider_id uuid NOT NULL REFERENCES identity_provider ON DELETE CASCADE,
    issuer      text NOT NULL,
    subject     text NOT NULL,
    person_id   uuid NOT NULL REFERENCES person,
    email       text NOT NULL,
    next        text NOT NULL,
    expires_at  timestamptz NOT NULL
);

-- What a trial sign-in came to, for the page that asked for it.
CREATE TABLE oidc_trial (
    provider_id uuid PRIMARY KEY REFERENCES identity_provider ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    result      jsonb NOT NULL
);

-- Whoever joins by a provider has no password.
ALTER TABLE person ADD COLUMN joined_at timestamptz;

ALTER TABLE session
    ADD COLUMN way         text NOT NULL DEFAULT 'password',
    ADD COLUMN provider_id uuid REFERENCES identity_provider ON DELETE CASCADE,
    ADD COLUMN provider_sid text NOT NULL DEFAULT '',
    ADD COLUMN id_token    bytea;                   -- sealed; a hint for signing out at the provider
ALTER TABLE sign_in_step
    ADD COLUMN way         text NOT NULL DEFAULT 'password',
    ADD COLUMN provider_id uuid REFERENCES identity_provider ON DELETE CASCADE,
    ADD COLUMN provider_sid text NOT NULL DEFAULT '',
    ADD COLUMN id_token    bytea;
