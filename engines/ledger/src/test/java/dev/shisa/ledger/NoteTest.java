package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature). */
class NoteTest {

    private static final RandomGenerator RANDOM = new SplittableRandom(7);
    private static final SigningKey LOG = SigningKey.generate("log.example/a", KeyType.ED25519, RANDOM);
    private static final Checkpoint CHECKPOINT = new Checkpoint("log.example/a", 12, Digest.EMPTY_TREE);

    /** The example of the specification. */
    @Test
    void thePublishedExampleVerifies() {
        VerifierKey key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        String text = """
                This is an example message.

                — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
                """;
        assertThat(note(text).check(Set.of(key))).isInstanceOf(Note.Check.Signed.class);
        assertThat(note(text.replace("an example", "no example")).check(Set.of(key)))
                .isEqualTo(new Note.Check.Spoilt(key));
        assertThat(note(text).toString()).isEqualTo(text);
        assertThat(key.toString()).isEqualTo("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    }

    @Test
    void unknownKeysAreIgnoredAlsoWithTheNameOrTheIdOfAKnownOne() {
        SigningKey sameName = SigningKey.generate("log.example/a", KeyType.ED25519, RANDOM);
        Note.Line sameId = new Note.Line("other.example", LOG.verifier().id(), new byte[64]);
        Note note = new Note(CHECKPOINT.text(), List.of(sameId, sameName.sign(CHECKPOINT.text())));
        assertThat(note.check(Set.of(LOG.verifier()))).isEqualTo(new Note.Check.Unsigned());
        List<Note.Line> lines = new ArrayList<>(note.lines());
        lines.add(LOG.sign(CHECKPOINT.text()));
        assertThat(new Note(CHECKPOINT.text(), lines).check(Set.of(LOG.verifier())))
                .isInstanceOf(Note.Check.Signed.class);
    }

    @Test
    void oneWrongLineOfAKnownKeySpoilsTheNoteEvenBesideARightOne() {
        Note.Line wrong = new Note.Line(LOG.name(), LOG.verifier().id(), new byte[64]);
        Note note = new Note(CHECKPOINT.text(), List.of(LOG.sign(CHECKPOINT.text()), wrong));
        assertThat(note.check(Set.of(LOG.verifier()))).isEqualTo(new Note.Check.Spoilt(LOG.verifier()));
    }

    @Test
    void sixtyFourSignaturesAreAcceptedAndOneMoreIsNot() {
        List<Note.Line> lines = new ArrayList<>();
        for (int i = 0; i < Note.LINES_MAX - 1; i++) {
            lines.add(new Note.Line("witness.example/" + i, i, new byte[2428]));
        }
        lines.add(LOG.sign(CHECKPOINT.text()));
        Note note = note(new Note(CHECKPOINT.text(), lines).toString());
        assertThat(note.check(Set.of(LOG.verifier()))).isInstanceOf(Note.Check.Signed.class);
        lines.add(LOG.sign(CHECKPOINT.text()));
        assertThatThrownBy(() -> note(new Note(CHECKPOINT.text(), lines).toString()))
                .isInstanceOf(LedgerException.Malformed.class)
                .hasMessageContaining("at most 64 signatures");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n— name AAAAAAE=",
                "text\n— name AAAAAAE=\n",
                "text\n\n- name AAAAAAE=\n",
                "text\n\n—  AAAAAAE=\n",
                "text\n\n— na+me AAAAAAE=\n",
                "text\n\n— name AAAAAAE\n",
                "text\n\n— name AAAAAAF=\n",
                "text\n\n— name AAAAAA==\n",
                "text\n\n— name AAAAAAE= \n",
                "te\rxt\n\n— name AAAAAAE=\n",
                "te\u0000xt\n\n— name AAAAAAE=\n",
                "text\n\n— name AAAAAAE=\nmore\n",
            })
    void malformedNotesAreRefusedWithASentence(String text) {
        assertThatThrownBy(() -> note(text))
                .isInstanceOf(LedgerException.Malformed.class)
                .message()
                .endsWith(".")
                .doesNotContain("\n");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> Note.parse(new byte[] {'a', (byte) 0xff, '\n'}))
                .hasMessage("the note is not UTF-8.");
    }

    @Test
    void checkpointsAreReadBackAsTheyWereWritten() {
        Checkpoint extended = new Checkpoint("log.example/a", 0, Digest.EMPTY_TREE, List.of("more", "x y"));
        assertThat(Checkpoint.parse(extended.text())).isEqualTo(extended);
        assertThat(Checkpoint.parse(CHECKPOINT.text())).isEqualTo(CHECKPOINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o\n012\nROOT\n",
                "o\n-1\nROOT\n",
                "o\n+1\nROOT\n",
                "o\n1 \nROOT\n",
                "o\n\nROOT\n",
                "o\n9223372036854775808\nROOT\n",
                "o\n１\nROOT\n",
                "\n1\nROOT\n",
                "o\n1\nROOT",
                "o\n1\nROOT\n\n",
                "o\n1\nROOT\nx\n\ny\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n",
                "o\n1\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n1\n",
                "",
            })
    void malformedCheckpointsAreRefusedWithASentence(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text.replace("ROOT", Digest.EMPTY_TREE.base64())))
                .isInstanceOf(LedgerException.Malformed.class)
                .message()
                .endsWith(".");
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"COSIGNATURE_ED25519", "COSIGNATURE_ML_DSA_44"})
    void cosignaturesVerifyAndCommitToTimeAndTree(KeyType type) {
        SigningKey witness = SigningKey.generate("witness.example/w", type, RANDOM);
        Note.Line line = witness.cosign(CHECKPOINT.text(), 1_679_315_147);
        VerifierKey key = VerifierKey.parse(witness.verifier().toString());
        assertThat(key).isEqualTo(witness.verifier());
        assertThat(key.verify(CHECKPOINT.text(), line)).isTrue();
        Checkpoint other = new Checkpoint("log.example/a", 13, Digest.EMPTY_TREE);
        assertThat(key.verify(other.text(), line)).isFalse();
        assertThat(key.verify("no checkpoint\n", line)).isFalse();
        for (int at : new int[] {0, 7, 8, line.signature().length - 1}) {
            byte[] changed = line.signature().clone();
            changed[at] ^= 1;
            assertThat(key.verify(CHECKPOINT.text(), new Note.Line(line.name(), line.keyId(), changed)))
                    .as("byte %d", at)
                    .isFalse();
        }
        byte[] longer = java.util.Arrays.copyOf(line.signature(), line.signature().length + 1);
        assertThat(key.verify(CHECKPOINT.text(), new Note.Line(line.name(), line.keyId(), longer)))
                .isFalse();
    }

    /** The second line of the specification's message is the time; a hand-made signature over it must verify. */
    @Test
    void theCosignedMessageIsTheOneOfTheSpecification() {
        assertThat(new String(
                        CosignedMessage.of(KeyType.COSIGNATURE_ED25519, "w", 1_679_315_147, CHECKPOINT.text()),
                        StandardCharsets.UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\nlog.example/a\n12\n" + Digest.EMPTY_TREE.base64() + "\n");
        byte[] subtree = CosignedMessage.of(KeyType.COSIGNATURE_ML_DSA_44, "w.x", 258, CHECKPOINT.text());
        assertThat(new String(subtree, 0, 40, StandardCharsets.ISO_8859_1))
                .isEqualTo("subtree/v1\n\0\3w.x\0\0\0\0\0\0\1\2\15log.example/a\0\0");
        assertThat(subtree).hasSize(12 + 4 + 8 + 14 + 8 + 8 + 32);
        assertThat(subtree[53]).isEqualTo((byte) 12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a+b",
                "name+530d903a+AA==",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+CekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
            })
    void malformedVerifierKeysAreRefusedWithASentence(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text))
                .isInstanceOf(LedgerException.Malformed.class)
                .message()
                .endsWith(".");
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void keysAreKeptInAFileOfTheirOwnerOnly(KeyType type, @TempDir Path folder) throws Exception {
        SigningKey key = SigningKey.generate("log.example/a", type, RANDOM);
        Path file = folder.resolve("key");
        key.write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.read(file).verifier()).isEqualTo(key.verifier());
        assertThat(key.toString()).doesNotContain("PRIVATE");
        assertThatThrownBy(() -> key.write(file)).hasMessageContaining("never overwritten");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKey.read(file)).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> SigningKey.read(folder.resolve("none"))).hasMessageContaining("does not exist");
        Path damaged = folder.resolve("damaged");
        key.write(damaged);
        String text = Files.readString(damaged);
        Files.writeString(damaged, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> SigningKey.read(damaged))
                .hasMessageContaining(damaged.toString())
                .hasMessageContaining("backup");
    }

    private static Note note(String text) {
        return Note.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
