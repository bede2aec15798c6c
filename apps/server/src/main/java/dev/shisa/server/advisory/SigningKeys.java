package dev.shisa.server.advisory;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.storage.SealedSecrets;
import dev.shisa.server.platform.storage.SealedSecrets.Sealed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bouncycastle.openpgp.PGPException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The keys with which the maker signs what it publishes (CSAF 2.0, section 7.1.19 and 7.1.20). The first one is made when it is needed.
 * Private parts lie sealed in the database; their key is a file beside it. A new key signs from then on; what earlier ones signed
 * stays, and so do they among the public ones.
 */
@Component
public class SigningKeys implements SealedSecrets.Keeper {

    static final int FILE_BYTES_MAX = 1 << 18;

    private final SigningKeyStore store;
    private final Issuers issuers;
    private final SealedSecrets secrets;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final KeyPairs pairs;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    private volatile @Nullable Opened opened;

    private record Opened(UUID id, OpenPgpSigner signer) {}

    SigningKeys(
            SigningKeyStore store,
            Issuers issuers,
            LedgerOutbox ledger,
            Audit audit,
            KeyPairs pairs,
            Ids ids,
            InstantSource clock,
            @Value("${shisa.data}") Path data) {
        this.store = store;
        this.issuers = issuers;
        this.secrets = new SealedSecrets(data, "advisory-key", "advisory.key.lost");
        this.ledger = ledger;
        this.audit = audit;
        this.pairs = pairs;
        this.ids = ids;
        this.clock = clock;
    }

    /** All of them, the present one first. */
    public List<SigningKey> all() {
        return store.all();
    }

    public Optional<SigningKey> present() {
        return store.all().stream().findFirst();
    }

    @Override
    public SealedSecrets key() {
        return secrets;
    }

    /** The present one; earlier ones sign nothing any more. */
    @Override
    public List<Sealed> kept() {
        return present()
                .map(key -> List.of(new Sealed(key.id(), store.sealed(key.id()))))
                .orElse(List.of());
    }

    /** Makes a key; it signs from now on. */
    @Transactional
    public SigningKey make(Person person) {
        Instant at = now();
        Issuer issuer = issuers.issuer();
        String name = (issuer.name("en") + " PSIRT").replaceAll("[<>()\\r\\n]", " ");
        String owner = issuer.mail().isEmpty() ? name : name + " <" + issuer.mail() + ">";
        return keep(OpenPgpSigner.make(owner, at.truncatedTo(ChronoUnit.SECONDS), pairs.rsa()), false, person);
    }

    /**
     * Takes a key that the maker has already.
     *
     * @throws Problem if it is none that signs, or the passphrase does not open it
     */
    @Transactional
    public SigningKey take(byte[] file, String passphrase, Person person) {
        if (file.length > FILE_BYTES_MAX) {
            throw new Problem(413, "advisory.key.large", FILE_BYTES_MAX / 1024);
        }
        OpenPgpSigner.Made read;
        try {
            read = OpenPgpSigner.read(file, passphrase.toCharArray());
        } catch (OpenPgpSigner.KeyRefused e) {
            throw new Problem(422, "advisory.key." + e.code());
        }
        if (store.all().stream().anyMatch(known -> known.fingerprint().equals(read.fingerprint()))) {
            throw new Problem(409, "advisory.key.known", read.fingerprint());
        }
        return keep(read, true, person);
    }

    private SigningKey keep(OpenPgpSigner.Made made, boolean imported, Person person) {
        SigningKey key = new SigningKey(ids.next(), made.fingerprint(), made.armored(), imported, person.name(), now());
        byte[] secret = made.secret();
        store.insert(key, secrets.seal(key.id(), secret), person.id());
        Arrays.fill(secret, (byte) 0);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("armored", key.armored());
        body.put("at", key.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("fingerprint", key.fingerprint());
        body.put("id", key.id().toString());
        body.put("imported", Boolean.toString(imported));
        ledger.append("advisory-key/1", null, body);
        audit.record(person, imported ? "advisory.key-take" : "advisory.key-make", key.fingerprint(), Map.of());
        return key;
    }

    /** A signature and by which key it was made. */
    record Signed(String signature, String fingerprint) {}

    /** Signs a document with the present key, which is made if there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Signed sign(byte[] document, Person person) {
        SigningKey key = present().orElseGet(() -> make(person));
        return new Signed(signer(key).detached(document, now().truncatedTo(ChronoUnit.SECONDS)), key.fingerprint());
    }

    /** Signs a document with the present key; empty while there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Signed> signAsBefore(byte[] document) {
        return present()
                .map(key -> new Signed(
                        signer(key).detached(document, now().truncatedTo(ChronoUnit.SECONDS)), key.fingerprint()));
    }

    /** Signatures of a rehearsal, in the order of the documents, and the public part of the key that made them. */
    record Rehearsed(List<String> signatures, String key) {

        Rehearsed {
            signatures = List.copyOf(signatures);
        }
    }

    /** Signs for a rehearsal, by a key that says so, is made for it and kept nowhere. */
    Rehearsed rehearse(List<byte[]> documents) {
        Instant at = now().truncatedTo(ChronoUnit.SECONDS);
        OpenPgpSigner.Made made =
                OpenPgpSigner.make("DRILL, NOT A KEY OF ANYBODY <drill@example.invalid>", at, pairs.rsa());
        byte[] secret = made.secret();
        try {
            OpenPgpSigner signer = OpenPgpSigner.of(secret);
            return new Rehearsed(
                    documents.stream().map(one -> signer.detached(one, at)).toList(), made.armored());
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("a key that was made just now cannot be opened", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** A text with its signature below it; as it is while there is no key. */
    public String clear(String text) {
        return present()
                .map(key -> signer(key).clear(text, now().truncatedTo(ChronoUnit.SECONDS)))
                .orElse(text);
    }

    /**
     * Encrypts something to somebody outside, signed with the present key where there is one (RFC 3156, section 6.2).
     *
     * @return an armoured message
     */
    public String seal(byte[] content, OpenPgpReceiver to) {
        return OpenPgpSigner.message(
                content, to, present().map(this::signer).orElse(null), now().truncatedTo(ChronoUnit.SECONDS), random);
    }

    private OpenPgpSigner signer(SigningKey key) {
        Opened known = opened;
        if (known != null && known.id().equals(key.id())) {
            return known.signer();
        }
        try {
            OpenPgpSigner signer = OpenPgpSigner.of(secrets.open(key.id(), store.sealed(key.id())));
            opened = new Opened(key.id(), signer);
            return signer;
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("the key " + key.fingerprint() + " cannot be opened", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
