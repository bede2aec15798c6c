package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.storage.SealedSecrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The second factor of a sign-in: codes of an app ({@link OneTimeCodes}), and ten recovery codes for when the app is
 * gone, each good once. A code of the app is good once, too.
 */
@Component
class SecondFactors {

    static final int RECOVERY_CODES = 10;

    /** 80 bits: too many to try, so their SHA-256 gives nothing away. */
    private static final int RECOVERY_BYTES = 10;

    private static final int GROUP = 4;
    private static final int TYPED_LENGTH_MAX = 64;
    /** What an app shows beside the code. */
    private static final String ISSUER = "Shisa";

    private final JdbcClient jdbc;
    private final SealedSecrets sealed;
    private final Settings settings;
    private final Audit audit;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    SecondFactors(JdbcClient jdbc, SealedSecrets sealed, Settings settings, Audit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.sealed = sealed;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /** What somebody has proven by what they typed. */
    enum Proof {
        CODE,
        RECOVERY_CODE
    }

    SecondFactorState state(UUID person) {
        return jdbc.sql("""
                        SELECT f.since, (SELECT count(*) FROM recovery_code c
                                         WHERE c.person_id = f.person_id AND c.used_at IS NULL) AS codes
                        FROM second_factor f WHERE f.person_id = :person""")
                .param("person", person)
                .query((row, number) -> {
                    Timestamp since = row.getTimestamp("since");
                    return new SecondFactorState(since == null ? null : since.toInstant(), row.getInt("codes"));
                })
                .optional()
                .orElse(new SecondFactorState(null, 0));
    }

    /** Of whom one is asked. */
    FactorPolicy policy() {
        return FactorPolicy.of(settings);
    }

    /** Whether a password alone does not let this person in: a code is asked for, or the app has to be set up first. */
    boolean isAskedOf(UUID person) {
        return state(person).isOn() || isRequiredOf(person);
    }

    /** Whether this person has to have one: by a role, because everybody has, or because the account is for emergencies. */
    boolean isRequiredOf(UUID person) {
        return jdbc.sql("SELECT emergency, roles FROM person WHERE id = :person")
                .param("person", person)
                .query((row, number) -> row.getBoolean("emergency")
                        || policy().asks(PersonStore.roles(row.getArray("roles")), clock.instant()))
                .optional()
                .orElse(false);
    }

    /** An account for emergencies never goes without. */
    private boolean isEmergency(UUID person) {
        return jdbc.sql("SELECT emergency FROM person WHERE id = :person")
                .param("person", person)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Whether there is something beside the password: an app, or a passkey, which is two factors by itself. */
    boolean has(UUID person) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM second_factor WHERE person_id = :person AND secret IS NOT NULL)
                            OR EXISTS (SELECT 1 FROM passkey WHERE person_id = :person)""").param("person", person).query(Boolean.class).single();
    }

    /** Asks it of everybody, or of some roles, from now on: at the next sign-in, and for the next token. */
    @Transactional
    void require(boolean all, Set<Role> roles) {
        FactorPolicy policy = new FactorPolicy(all, roles, clock.instant());
        policy.write(settings);
        audit.record(
                "second-factor.policy",
                all ? "required" : roles.isEmpty() ? "optional" : "roles",
                Map.of("roles", policy.words()));
    }

    /** How many of those who can sign in have one. */
    int inUse() {
        return jdbc.sql("""
                        SELECT count(*) FROM second_factor f JOIN person p ON p.id = f.person_id
                        WHERE f.secret IS NOT NULL AND p.disabled_at IS NULL
                          AND (p.password_hash IS NOT NULL OR p.joined_at IS NOT NULL)""").query(Integer.class).single();
    }

    /** Of those, how many have one that the present key does not open. */
    int lost() {
        List<Boolean> opened = jdbc.sql("""
                        SELECT f.person_id, f.secret FROM second_factor f JOIN person p ON p.id = f.person_id
                        WHERE f.secret IS NOT NULL AND p.disabled_at IS NULL
                          AND (p.password_hash IS NOT NULL OR p.joined_at IS NOT NULL)""")
                .query((row, number) -> sealed.opens(
                        new SealedSecrets.Sealed(row.getObject("person_id", UUID.class), row.getBytes("secret"))))
                .list();
        return (int) opened.stream().filter(one -> !one).count();
    }

    // Setting it up.

    /** A new secret to be confirmed; the one in use, if there is one, stays in use until then. */
    @Transactional
    SecondFactorEnrolment begin(Person person) {
        byte[] secret = new byte[OneTimeCodes.SECRET_BYTES];
        random.nextBytes(secret);
        jdbc.sql("""
                        INSERT INTO second_factor (person_id, pending) VALUES (:person, :pending)
                        ON CONFLICT (person_id) DO UPDATE SET pending = excluded.pending""")
                .param("person", person.id())
                .param("pending", sealed.seal(person.id(), secret))
                .update();
        return enrolment(person, secret);
    }

    /** What was begun and not confirmed yet. */
    Optional<SecondFactorEnrolment> pending(Person person) {
        return pendingSecret(person.id()).map(secret -> enrolment(person, secret));
    }

    /** Gives up what was begun. */
    @Transactional
    void giveUp(Person person) {
        jdbc.sql("UPDATE second_factor SET pending = NULL WHERE person_id = :person")
                .param("person", person.id())
                .update();
    }

    /**
     * Puts the app in use if it shows the right code.
     *
     * @return new recovery codes, which are nowhere else than in this answer; empty if the code is wrong
     */
    @Transactional
    List<String> confirm(Person person, String typed) {
        lock(person.id());
        Optional<byte[]> secret = pendingSecret(person.id());
        OptionalLong step = secret.isEmpty()
                ? OptionalLong.empty()
                : OneTimeCodes.match(secret.get(), plain(typed), clock.instant(), 0);
        if (step.isEmpty()) {
            return List.of();
        }
        jdbc.sql("""
                        UPDATE second_factor SET secret = pending, pending = NULL, since = :now, last_step = :step
                        WHERE person_id = :person""")
                .param("now", Timestamp.from(clock.instant()))
                .param("step", step.getAsLong())
                .param("person", person.id())
                .update();
        audit.record(person, "second-factor.on", person.email(), Map.of());
        return freshCodes(person.id());
    }

    /** New recovery codes; the old ones end. */
    @Transactional
    List<String> renewCodes(Person person) {
        lock(person.id());
        if (!state(person.id()).isOn()) {
            throw new Problem(409, "second-factor.off");
        }
        audit.record(person, "second-factor.codes", person.email(), Map.of());
        return freshCodes(person.id());
    }

    /** One's own end; not while one has to have it. */
    @Transactional
    void switchOff(Person person) {
        if (isEmergency(person.id())) {
            throw new Problem(409, "second-factor.emergency");
        }
        if (isRequiredOf(person.id())) {
            throw new Problem(409, "second-factor.required");
        }
        if (delete(person.id())) {
            audit.record(person, "second-factor.off", person.email(), Map.of());
        }
    }

    /** For somebody who has lost app and recovery codes: the password is enough again, until they set up another. */
    @Transactional
    boolean reset(Account whose, Map<String, String> details) {
        boolean had = delete(whose.id());
        if (had) {
            audit.record("second-factor.reset", whose.email(), details);
        }
        return had;
    }

    /** Without a word in the audit: the account itself ends. */
    void forget(UUID person) {
        delete(person);
    }

    // Using it.

    /** Keeps other tries of the same person waiting until this transaction ends, so that none is counted too late. */
    void lock(UUID person) {
        jdbc.sql("SELECT person_id FROM second_factor WHERE person_id = :person FOR UPDATE")
                .param("person", person)
                .query(UUID.class)
                .optional();
    }

    /** Takes a code of the app or a recovery code, and uses it up. */
    @Transactional
    Optional<Proof> take(UUID person, String typed) {
        String code = plain(typed);
        if (code.length() == OneTimeCodes.DIGITS) {
            return takeCode(person, code) ? Optional.of(Proof.CODE) : Optional.empty();
        }
        int taken = jdbc.sql("""
                        UPDATE recovery_code SET used_at = :now
                        WHERE code_hash = :hash AND person_id = :person AND used_at IS NULL""")
                .param("now", Timestamp.from(clock.instant()))
                .param("hash", Secrets.hash(code))
                .param("person", person)
                .update();
        return taken == 1 ? Optional.of(Proof.RECOVERY_CODE) : Optional.empty();
    }

    private boolean takeCode(UUID person, String code) {
        OptionalLong step = jdbc.sql("""
                        SELECT secret, last_step FROM second_factor WHERE person_id = :person AND secret IS NOT NULL""")
                .param("person", person)
                .query((row, number) -> OneTimeCodes.match(
                        sealed.open(person, row.getBytes("secret")), code, clock.instant(), row.getLong("last_step")))
                .optional()
                .orElse(OptionalLong.empty());
        return step.isPresent()
                && jdbc.sql("""
                                UPDATE second_factor SET last_step = :step
                                WHERE person_id = :person AND last_step < :step""")
                                .param("step", step.getAsLong())
                                .param("person", person)
                                .update()
                        == 1;
    }

    private boolean delete(UUID person) {
        jdbc.sql("DELETE FROM recovery_code WHERE person_id = :person")
                .param("person", person)
                .update();
        jdbc.sql("DELETE FROM sign_in_step WHERE person_id = :person")
                .param("person", person)
                .update();
        return jdbc.sql("DELETE FROM second_factor WHERE person_id = :person")
                        .param("person", person)
                        .update()
                == 1;
    }

    private Optional<byte[]> pendingSecret(UUID person) {
        return jdbc.sql("SELECT pending FROM second_factor WHERE person_id = :person AND pending IS NOT NULL")
                .param("person", person)
                .query((row, number) -> row.getBytes("pending"))
                .optional()
                .map(pending -> sealed.open(person, pending));
    }

    private List<String> freshCodes(UUID person) {
        jdbc.sql("DELETE FROM recovery_code WHERE person_id = :person")
                .param("person", person)
                .update();
        List<String> codes = new ArrayList<>();
        while (codes.size() < RECOVERY_CODES) {
            byte[] bytes = new byte[RECOVERY_BYTES];
            random.nextBytes(bytes);
            String code = OneTimeCodes.base32(bytes);
            jdbc.sql("INSERT INTO recovery_code (code_hash, person_id) VALUES (:hash, :person)")
                    .param("hash", Secrets.hash(code))
                    .param("person", person)
                    .update();
            codes.add(groups(code, "-"));
        }
        return codes;
    }

    /**
     * The address that apps read from a QR code ("Key Uri Format" of Google Authenticator). The company's name would make
     * the picture too fine for a camera: in an address, each kanji is nine letters.
     */
    private SecondFactorEnrolment enrolment(Person person, byte[] secret) {
        String text = OneTimeCodes.base32(secret);
        String address = "otpauth://totp/" + encoded(ISSUER + ":" + person.email()) + "?secret=" + text + "&issuer="
                + encoded(ISSUER) + "&digits=" + OneTimeCodes.DIGITS + "&period=" + OneTimeCodes.STEP_SECONDS;
        return new SecondFactorEnrolment(groups(text, " "), address, QrPicture.of(address));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String groups(String text, String between) {
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < text.length(); at += GROUP) {
            groups.add(text.substring(at, Math.min(text.length(), at + GROUP)));
        }
        return String.join(between, groups);
    }

    /** As it was meant: wide digits, spaces and hyphens are how people type. */
    private static String plain(String typed) {
        String cut = typed.substring(0, Math.min(typed.length(), TYPED_LENGTH_MAX));
        return Normalizer.normalize(cut, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Pd}ー]", "")
                .toUpperCase(Locale.ROOT);
    }
}
