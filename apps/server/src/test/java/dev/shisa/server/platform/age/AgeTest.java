package dev.shisa.server.platform.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.age.AgeException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format's rules (C2SP age.md), each as what is taken and what is not. */
class AgeTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AgeIdentity IDENTITY = AgeIdentity.generate(RANDOM);
    private static final int QUICK = 4;

    @Test
    void derivesTheRecipientThatTheSpecificationDerives() {
        AgeIdentity identity = AgeIdentity.parse(
                        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
                .orElseThrow();

        assertThat(identity.recipient()).hasToString("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
        assertThat(identity.secret())
                .isEqualTo("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
        assertThat(identity.toString()).doesNotContainIgnoringCase("secret-key");
    }

    @Test
    void takesNoKeyWithASlipOfTheFinger() {
        String recipient = IDENTITY.recipient().toString();
        String secret = IDENTITY.secret();

        assertThat(AgeRecipient.parse(recipient)).contains(IDENTITY.recipient());
        for (int i = 0; i < recipient.length(); i++) {
            char other = recipient.charAt(i) == 'q' ? 'p' : 'q';
            assertThat(AgeRecipient.parse(recipient.substring(0, i) + other + recipient.substring(i + 1)))
                    .isEmpty();
        }
        assertThat(AgeIdentity.parse(secret.substring(0, secret.length() - 1))).isEmpty();
        assertThat(AgeIdentity.parse(secret.toLowerCase(java.util.Locale.ROOT))).isPresent();
        assertThat(AgeIdentity.parse("age" + secret.substring(3))).isEmpty();
        assertThat(AgeIdentity.parse(recipient)).isEmpty();
        assertThat(AgeIdentity.parseFile("# created: today\n# public key: " + recipient + "\n\n" + secret + "\n"))
                .extracting(AgeIdentity::recipient)
                .containsExactly(IDENTITY.recipient());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 300_000})
    void readsWhatItWroteWhateverItsLength(int length) throws IOException {
        byte[] plain = bytes(length);
        byte[] file = encrypt(plain);

        assertThat(decrypt(file)).isEqualTo(plain);
        // Header, nonce, and 16 bytes for each chunk; an empty file has one empty chunk.
        int chunks = Math.max(1, (length + 65_535) / 65_536);
        assertThat(file).hasSize(header(file).length + 16 + length + 16 * chunks);
    }

    @Test
    void readsWhatWasWrittenInPiecesOfAnySize() throws IOException {
        byte[] plain = bytes(200_000);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = Age.encrypt(file, IDENTITY.recipient(), RANDOM)) {
            Random sizes = new Random(7);
            int at = 0;
            while (at < plain.length) {
                int count = Math.min(plain.length - at, sizes.nextInt(70_000));
                out.write(plain, at, count);
                at += count;
            }
        }
        assertThat(decrypt(file.toByteArray())).isEqualTo(plain);
    }

    @Test
    void hasAHeaderOfTheFormAndNoTwoFilesAlike() throws IOException {
        byte[] file = encrypt(bytes(10));
        assertThat(new String(header(file), StandardCharsets.US_ASCII))
                .matches(
                        "age-encryption.org/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n");
        assertThat(encrypt(bytes(10))).isNotEqualTo(file);
        assertThat(new String(header(encrypt(bytes(10), "春はあけぼの")), StandardCharsets.US_ASCII))
                .matches("age-encryption.org/v1\n-> scrypt [A-Za-z0-9+/]{22} 4\n[A-Za-z0-9+/]{43}\n--- .*\n");
    }

    @Test
    void noticesEveryFlippedByte() throws IOException {
        byte[] plain = bytes(50);
        byte[] file = encrypt(plain);
        for (int i = 0; i < file.length; i++) {
            for (int bit : new int[] {1, 0x20, 0x80}) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) bit;
                assertThatThrownBy(() -> decrypt(changed)).as("byte " + i).isInstanceOf(AgeException.class);
            }
        }
    }

    @Test
    void noticesEveryEndThatComesTooEarlyOrTooLate() throws IOException {
        byte[] file = encrypt(bytes(65_536 * 2 + 40));
        int payload = header(file).length + 16;
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < payload + 100; i++) {
            lengths.add(i);
        }
        // Where one chunk ends and the next begins.
        for (int edge : new int[] {payload + 65_552, payload + 2 * 65_552, file.length}) {
            for (int i = edge - 20; i < Math.min(edge + 20, file.length); i++) {
                lengths.add(i);
            }
        }
        for (int length : lengths) {
            assertThatThrownBy(() -> decrypt(Arrays.copyOf(file, length)))
                    .as("cut to " + length)
                    .isInstanceOf(AgeException.class);
        }
        assertThatThrownBy(() -> decrypt(Arrays.copyOf(file, file.length + 1))).isInstanceOf(AgeException.class);
    }

    @Test
    void noticesChunksThatChangedPlacesOrAreMissing() throws IOException {
        byte[] file = encrypt(bytes(65_536 * 3));
        int payload = header(file).length + 16;
        byte[] swapped = file.clone();
        System.arraycopy(file, payload, swapped, payload + 65_552, 65_552);
        System.arraycopy(file, payload + 65_552, swapped, payload, 65_552);
        assertThatThrownBy(() -> decrypt(swapped)).isInstanceOf(AgeException.class);

        byte[] without = new byte[file.length - 65_552];
        System.arraycopy(file, 0, without, 0, payload);
        System.arraycopy(file, payload + 65_552, without, payload, without.length - payload);
        assertThatThrownBy(() -> decrypt(without)).isInstanceOf(AgeException.class);
    }

    @Test
    void handsOutNothingAfterADamagedChunk() throws IOException {
        byte[] file = encrypt(bytes(65_536 * 3));
        file[header(file).length + 16 + 65_552 + 5] ^= 1;
        InputStream in = Age.decrypt(new ByteArrayInputStream(file), IDENTITY);

        assertThat(in.readNBytes(65_536)).isEqualTo(Arrays.copyOf(bytes(65_536 * 3), 65_536));
        assertThatThrownBy(in::read).isInstanceOf(AgeException.class);
        assertThatThrownBy(in::read).isInstanceOf(AgeException.class);
    }

    @Test
    void tellsAnotherKeyFromADamagedFile() throws IOException {
        byte[] file = encrypt(bytes(10));
        byte[] secret = encrypt(bytes(10), "correct horse");

        assertReason(Reason.WRONG_KEY, () -> Age.decrypt(in(file), AgeIdentity.generate(RANDOM)));
        assertReason(Reason.WRONG_KEY, () -> Age.decrypt(in(file), "correct horse"));
        assertReason(Reason.WRONG_KEY, () -> Age.decrypt(in(secret), "correct house"));
        assertReason(Reason.WRONG_KEY, () -> Age.decrypt(in(secret), IDENTITY));
        assertReason(Reason.NOT_AGE, () -> Age.decrypt(in(bytes(500)), IDENTITY));
        assertReason(Reason.NOT_AGE, () -> Age.decrypt(in(new byte[0]), IDENTITY));
        assertThat(Age.decrypt(in(secret), "correct horse").readAllBytes()).isEqualTo(bytes(10));
    }

    @Test
    void refusesHeadersThatBreakTheRules() throws IOException {
        String share = Stanza.encode(AgeIdentity.generate(RANDOM).recipient().point());
        String body = Stanza.encode(new byte[32]);
        String end = "\n--- " + Stanza.encode(new byte[32]) + "\n";
        for (String stanzas : List.of(
                "",
                "-> X25519 " + share,
                "-> X25519\n" + body,
                "-> X25519 " + share + " more\n" + body,
                "-> X25519 " + share + "=\n" + body,
                "-> X25519 " + share + "\n" + body + "=",
                "-> X25519 " + share + "\n" + body.substring(0, 42) + (body.endsWith("A") ? "B" : "A"),
                "-> X25519 " + Stanza.encode(new byte[32]) + "\n" + body,
                "-> X25519 " + share + "\n" + Stanza.encode(new byte[31]),
                "->  X25519 " + share + "\n" + body,
                "-> X25519 " + share + "\r\n" + body,
                "-> scrypt " + Stanza.encode(new byte[16]) + " 30\n" + body,
                "-> scrypt " + Stanza.encode(new byte[16]) + " 04\n" + body,
                "-> scrypt " + Stanza.encode(new byte[16]) + " 4\n" + body + "\n-> X25519 " + share + "\n" + body)) {
            byte[] file = (Header.VERSION + "\n" + stanzas + end).getBytes(StandardCharsets.US_ASCII);
            if (!stanzas.startsWith("-> scrypt")) {
                assertReason(Reason.BAD_HEADER, () -> Age.decrypt(in(file), IDENTITY));
            }
            if (stanzas.startsWith("-> scrypt")) {
                assertReason(Reason.BAD_HEADER, () -> Age.decrypt(in(file), "passphrase"));
            }
        }
        byte[] endless = (Header.VERSION + "\n" + "-> a\n\n".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        assertReason(Reason.BAD_HEADER, () -> Age.decrypt(in(endless), IDENTITY));
    }

    @Test
    void passesOverStanzasForOthers() throws IOException {
        // A header may have many recipients; ours is found among kinds that we do not know.
        byte[] fileKey = bytes(16);
        byte[] real = encrypt(bytes(10));
        Stanza known = Header.read(in(real)).stanzas().getFirst();
        assertThat(known.kind()).isEqualTo("X25519");
        Stanza unknown = new Stanza(List.of("example.com/enigma", "a~b"), bytes(48));
        Header header = Header.of(List.of(unknown, known), fileKey);
        Header read = Header.read(in(header.bytes()));

        assertThat(read.stanzas()).extracting(Stanza::kind).containsExactly("example.com/enigma", "X25519");
        assertThat(read.stanzas().getFirst().body()).isEqualTo(bytes(48));
        assertThat(read.isAuthentic(fileKey)).isTrue();
        assertThat(read.isAuthentic(bytes(17))).isFalse();
    }

    @Test
    void letsTheWriterReadBackWithoutTheSecret() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Age.Writer writer = Age.encrypt(file, IDENTITY.recipient(), RANDOM);
        writer.write(bytes(100_000));
        writer.close();

        assertThat(writer.reread(in(file.toByteArray())).readAllBytes()).isEqualTo(bytes(100_000));
        byte[] changed = file.toByteArray();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> writer.reread(in(changed)).readAllBytes()).isInstanceOf(AgeException.class);
        assertThatThrownBy(() -> writer.reread(in(encrypt(bytes(5))))).isInstanceOf(AgeException.class);
        assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
    }

    private static void assertReason(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AgeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] encrypt(byte[] plain) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = Age.encrypt(file, IDENTITY.recipient(), RANDOM)) {
            out.write(plain);
        }
        return file.toByteArray();
    }

    private static byte[] encrypt(byte[] plain, String passphrase) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = Age.encrypt(file, passphrase, RANDOM, QUICK)) {
            out.write(plain);
        }
        return file.toByteArray();
    }

    private static byte[] decrypt(byte[] file) throws IOException {
        return Age.decrypt(in(file), IDENTITY).readAllBytes();
    }

    private static byte[] header(byte[] file) throws IOException {
        return Header.read(in(file)).bytes();
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length == 0 ? 0 : 3).nextBytes(bytes);
        return bytes;
    }
}
