package dev.shisa.server.platform.account;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passkeys: discoverable credentials of Web Authentication Level 3, made and used with the user verified by the authenticator, so each
 * is two factors: what somebody has, and a finger, a face or a PIN. The maker of an authenticator is not asked for (attestation
 * "none").
 *
 * <p>What an authenticator says is read and checked by WebAuthn4J: type, challenge, origin, RP ID, flags, signature, counter. Here are
 * the challenges – 256 random bits, good once and for five minutes, and for a registration only for who asked for it – and whose key
 * it is.
 */
@Component
class Passkeys {

    static final int PER_PERSON_MAX = 20;
    static final int NAME_LENGTH_MAX = 60;
    static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

    /** A credential has a few hundred bytes; one with a certificate some thousand. */
    private static final int ANSWER_LENGTH_MAX = 32_000;

    private static final int CHALLENGE_BYTES = 32;
    private static final int TIMEOUT_MS = 300_000;

    /** ECDSA with P-256 and RSA PKCS#1, each with SHA-256: what every authenticator has one of. */
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private final JdbcClient jdbc;
    private final SignInAddress address;
    private final Settings settings;
    private final PersonStore people;
    private final JsonMapper json;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** Made when the first one is read: it takes a while, and many installations have none. */
    private @Nullable Reader reader;

    private record Reader(WebAuthnManager manager, AttestedCredentialDataConverter keys) {}

    Passkeys(
            JdbcClient jdbc,
            SignInAddress address,
            Settings settings,
            PersonStore people,
            JsonMapper json,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.address = address;
        this.settings = settings;
        this.people = people;
        this.json = json;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Why one is not taken, as {@code passkey.refused.<code>}. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final String code;

        Refused(String code) {
            super(code);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    // What browsers are asked with.

    /** For {@code navigator.credentials.create}; the authenticator is told which of a person's keys it has already. */
    String registration(Account own) throws Refused {
        Map<String, Object> options = new LinkedHashMap<>();
        String host = address.passkeyHost().orElseThrow(() -> new Refused("address"));
        String company = settings.organisationName();
        options.put("rp", Map.of("id", host, "name", company.isEmpty() ? "Shisa" : "Shisa – " + company));
        options.put("user", Map.of("id", text(handle(own.id())), "name", own.email(), "displayName", own.name()));
        options.put("challenge", text(challenge(own.id())));
        options.put(
                "pubKeyCredParams",
                ALGORITHMS.stream()
                        .map(algorithm -> Map.of("type", "public-key", "alg", algorithm.getValue()))
                        .toList());
        options.put(
                "excludeCredentials",
                jdbc.sql("SELECT credential_id FROM passkey WHERE person_id = :person")
                        .param("person", own.id())
                        .query((row, number) -> Map.of("type", "public-key", "id", text(row.getBytes(1))))
                        .list());
        options.put(
                "authenticatorSelection",
                Map.of("residentKey", "required", "requireResidentKey", true, "userVerification", "required"));
        options.put("attestation", "none");
        options.put("timeout", TIMEOUT_MS);
        return json.writeValueAsString(options);
    }

    /** For {@code navigator.credentials.get}: whoever it is, so that nobody learns who has one. */
    String signIn() throws Refused {
        String host = address.passkeyHost().orElseThrow(() -> new Refused("address"));
        return json.writeValueAsString(Map.of(
                "rpId",
                host,
                "challenge",
                text(challenge(null)),
                "userVerification",
                "required",
                "timeout",
                TIMEOUT_MS));
    }

    private byte[] challenge(@Nullable UUID person) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        jdbc.sql("INSERT INTO passkey_challenge (challenge, person_id, expires_at) VALUES (:challenge, :person, :end)")
                .param("challenge", challenge)
                .param("person", person)
                .param("end", Timestamp.from(clock.instant().plus(CHALLENGE_LIFE)))
                .update();
        return challenge;
    }

    /** Uses a challenge up. */
    private void take(byte[] challenge, @Nullable UUID person) throws Refused {
        int taken = jdbc.sql("""
                        DELETE FROM passkey_challenge
                        WHERE challenge = :challenge AND person_id IS NOT DISTINCT FROM :person::uuid
                          AND expires_at > :now""")
                .param("challenge", challenge)
                .param("person", person)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (taken != 1) {
            throw new Refused("challenge");
        }
    }

    // What they answer.

    /** Takes a new one. */
    @Transactional(rollbackFor = Refused.class)
    void register(Account own, String name, String answer) throws Refused {
        if (count(own.id()) >= PER_PERSON_MAX) {
            throw new Refused("many");
        }
        RegistrationData data;
        AttestedCredentialData key;
        AuthenticatorData<?> said;
        try {
            data = reader().manager().parseRegistrationResponseJSON(bounded(answer));
            byte[] challenge = Objects.requireNonNull(data.getCollectedClientData())
                    .getChallenge()
                    .getValue();
            take(challenge, own.id());
            reader().manager()
                    .verify(
                            data,
                            new RegistrationParameters(
                                    server(challenge),
                                    ALGORITHMS.stream()
                                            .map(algorithm -> new PublicKeyCredentialParameters(
                                                    PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                                            .toList(),
                                    true,
                                    true));
            said = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            key = Objects.requireNonNull(said.getAttestedCredentialData());
        } catch (UserNotVerifiedException e) {
            throw new Refused("unverified");
        } catch (DataConversionException
                | VerificationException
                | JacksonException
                | NullPointerException
                | IllegalArgumentException e) {
            throw new Refused("answer");
        }
        int added = jdbc.sql("""
                        INSERT INTO passkey (id, person_id, name, credential_id, credential, sign_count, backup_eligible,
                                             backed_up, transports, created_at)
                        VALUES (:id, :person, :name, :credential, :key, :count, :eligible, :backed, :transports::text[],
                                :at)
                        ON CONFLICT (credential_id) DO NOTHING""")
                .param("id", ids.next())
                .param("person", own.id())
                .param("name", name)
                .param("credential", key.getCredentialId())
                .param("key", reader().keys().convert(key))
                .param("count", said.getSignCount())
                .param("eligible", said.isFlagBE())
                .param("backed", said.isFlagBS())
                .param("transports", transports(data.getTransports()))
                .param("at", Timestamp.from(clock.instant()))
                .update();
        if (added != 1) {
            throw new Refused("known");
        }
        audit.record(own.person(), "passkey.add", own.email(), Map.of("name", name));
    }

    /** Whose key it is that answered. */
    @Transactional(noRollbackFor = Refused.class)
    Account authenticate(String answer) throws Refused {
        try {
            AuthenticationData data = reader().manager().parseAuthenticationResponseJSON(bounded(answer));
            byte[] challenge = Objects.requireNonNull(data.getCollectedClientData())
                    .getChallenge()
                    .getValue();
            take(challenge, null);
            Stored stored = stored(Said.of(data).credentialId()).orElseThrow(() -> new Refused("unknown"));
            if (!Arrays.equals(Said.of(data).handle(), handle(stored.person()))) {
                throw new Refused("unknown");
            }
            try {
                reader().manager()
                        .verify(
                                data,
                                new AuthenticationParameters(
                                        server(challenge), record(stored), List.of(stored.credentialId()), true, true));
            } catch (MaliciousCounterValueException e) {
                // Two authenticators with one key: which of them is the person's, nobody can tell from here.
                audit.record(
                        null,
                        "passkey.copied",
                        stored.name(),
                        Map.of("person", stored.person().toString()));
                throw new Refused("copied");
            }
            AuthenticatorData<?> said = Objects.requireNonNull(data.getAuthenticatorData());
            jdbc.sql("""
                            UPDATE passkey SET sign_count = :count, backed_up = :backed, used_at = :now WHERE id = :id""")
                    .param("count", said.getSignCount())
                    .param("backed", said.isFlagBS())
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", stored.id())
                    .update();
            return people.byId(stored.person())
                    .filter(account -> account.disabledAt() == null)
                    .orElseThrow(() -> new Refused("unknown"));
        } catch (UserNotVerifiedException e) {
            throw new Refused("unverified");
        } catch (DataConversionException
                | VerificationException
                | JacksonException
                | NullPointerException
                | IllegalArgumentException e) {
            throw new Refused("answer");
        }
    }

    /** Whose key an answer says that it is by; empty where it says nothing. */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
    private record Said(byte[] credentialId, byte[] handle) {

        /** The library's annotations say of an array's elements what they mean of the array, so nullness is settled here. */
        @SuppressWarnings("NullAway")
        static Said of(AuthenticationData data) {
            return new Said(
                    Objects.requireNonNullElse(data.getCredentialId(), new byte[0]),
                    Objects.requireNonNullElse(data.getUserHandle(), new byte[0]));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
    private record Stored(
            UUID id,
            UUID person,
            String name,
            byte[] credentialId,
            byte[] credential,
            long count,
            boolean eligible,
            boolean backed) {}

    private Optional<Stored> stored(byte[] credentialId) {
        return jdbc.sql("SELECT * FROM passkey WHERE credential_id = :credential")
                .param("credential", credentialId)
                .query((row, number) -> new Stored(
                        row.getObject("id", UUID.class),
                        row.getObject("person_id", UUID.class),
                        row.getString("name"),
                        row.getBytes("credential_id"),
                        row.getBytes("credential"),
                        row.getLong("sign_count"),
                        row.getBoolean("backup_eligible"),
                        row.getBoolean("backed_up")))
                .optional();
    }

    private CredentialRecordImpl record(Stored stored) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                stored.eligible(),
                stored.backed(),
                stored.count(),
                reader().keys().convert(stored.credential()),
                null,
                null,
                null,
                Set.of());
    }

    private ServerProperty server(byte[] challenge) throws Refused {
        return ServerProperty.builder()
                .origin(new Origin(address.base()))
                .rpId(address.passkeyHost().orElseThrow(() -> new Refused("address")))
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private synchronized Reader reader() {
        Reader known = reader;
        if (known == null) {
            ObjectConverter converter = new ObjectConverter();
            known = new Reader(
                    WebAuthnManager.createNonStrictWebAuthnManager(converter),
                    new AttestedCredentialDataConverter(converter));
            reader = known;
        }
        return known;
    }

    private static String bounded(String answer) throws Refused {
        if (answer.isBlank() || answer.length() > ANSWER_LENGTH_MAX) {
            throw new Refused("answer");
        }
        return answer;
    }

    /** Which key is whose, to the authenticator: the account's id, which tells nobody a name. */
    private static byte[] handle(UUID person) {
        return ByteBuffer.allocate(16)
                .putLong(person.getMostSignificantBits())
                .putLong(person.getLeastSignificantBits())
                .array();
    }

    private static String transports(@Nullable Set<AuthenticatorTransport> transports) {
        return transports == null
                ? "{}"
                : transports.stream()
                        .map(AuthenticatorTransport::getValue)
                        .filter(value -> value.matches("[a-z-]{1,20}"))
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // Looking after them.

    List<SignInView.Key> of(UUID person) {
        return jdbc.sql("SELECT * FROM passkey WHERE person_id = :person ORDER BY created_at, id")
                .param("person", person)
                .query((row, number) -> {
                    Timestamp used = row.getTimestamp("used_at");
                    return new SignInView.Key(
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            row.getTimestamp("created_at").toInstant(),
                            used == null ? null : used.toInstant(),
                            row.getBoolean("backed_up"));
                })
                .list();
    }

    int count(UUID person) {
        return jdbc.sql("SELECT count(*) FROM passkey WHERE person_id = :person")
                .param("person", person)
                .query(Integer.class)
                .single();
    }

    @Transactional
    void remove(Account own, UUID id) {
        Optional<SignInView.Key> key =
                of(own.id()).stream().filter(one -> one.id().equals(id)).findFirst();
        if (key.isEmpty()) {
            return;
        }
        jdbc.sql("DELETE FROM passkey WHERE id = :id AND person_id = :person")
                .param("id", id)
                .param("person", own.id())
                .update();
        audit.record(
                own.person(),
                "passkey.remove",
                own.email(),
                Map.of("name", key.get().name()));
    }

    /** Without a word in the audit: the account itself ends. */
    void forget(UUID person) {
        for (String table : List.of("passkey", "passkey_challenge")) {
            jdbc.sql("DELETE FROM " + table + " WHERE person_id = :person")
                    .param("person", person)
                    .update();
        }
    }

    void sweep() {
        jdbc.sql("DELETE FROM passkey_challenge WHERE expires_at <= :now")
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
