package dev.shisa.ledger.verify;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checkpoint read strictly and verified with one Ed25519 key of a log (C2SP signed-note, tlog-checkpoint). */
final class SignedText {

    private static final int BYTES_MAX = 1 << 20;
    private static final String SPKI_PREFIX = "302a300506032b6570032100";
    private static final int SIGNATURE_BYTES = 64;

    private final String name;
    private final byte[] id;
    private final byte[] publicKey;

    /** @throws IllegalArgumentException with one sentence if the text is not the vkey of a log */
    SignedText(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        byte[] typed = parts.length == 3 ? decoded(parts[2]) : null;
        if (typed == null || typed.length != 33 || typed[0] != 1) {
            throw new IllegalArgumentException(
                    "the key of a log is written name+id+key with an Ed25519 key of type 1.");
        }
        name = parts[0];
        publicKey = Arrays.copyOfRange(typed, 1, typed.length);
        MessageDigest sha256 = Sha.sha256();
        sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        id = Arrays.copyOf(sha256.digest(typed), 4);
        if (!HexFormat.of().formatHex(id).equals(parts[1])) {
            throw new IllegalArgumentException("the key of " + name + " does not have the id that it says.");
        }
    }

    /** Either a checkpoint or the sentence that says why not. */
    record Read(@Nullable Checkpoint checkpoint, String why) {}

    Read read(byte[] note) {
        if (note.length > BYTES_MAX) {
            return refused("the checkpoint is larger than any.");
        }
        String all;
        try {
            all = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(note))
                    .toString();
        } catch (CharacterCodingException e) {
            return refused("the checkpoint is not UTF-8.");
        }
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || !all.endsWith("\n") || all.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            return refused("the checkpoint is not a text, an empty line and signatures.");
        }
        String text = all.substring(0, blank + 1);
        boolean signed = false;
        for (String line : all.substring(blank + 2).lines().toList()) {
            String[] words = line.split(" ", -1);
            byte[] bytes = words.length == 3 && words[0].equals("—") ? decoded(words[2]) : null;
            if (bytes == null || bytes.length < 5) {
                return refused("a signature line of the checkpoint is malformed.");
            }
            if (words[1].equals(name) && Arrays.equals(bytes, 0, 4, id, 0, 4)) {
                if (!verifies(text, Arrays.copyOfRange(bytes, 4, bytes.length))) {
                    return refused("the signature of " + name + " does not verify: the checkpoint was changed.");
                }
                signed = true;
            }
        }
        return signed ? parsed(text) : refused("the checkpoint is not signed by " + name + ".");
    }

    private static Read parsed(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3
                || lines.stream().anyMatch(String::isEmpty)
                || !lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
            return refused("the checkpoint does not have an origin, a size and a root hash.");
        }
        byte[] root = decoded(lines.get(2));
        if (root == null || root.length != Sha.BYTES) {
            return refused("the root hash of the checkpoint is not one.");
        }
        return new Read(
                new Checkpoint(
                        lines.get(0), Long.parseLong(lines.get(1)), Digest.of(root), lines.subList(3, lines.size())),
                "");
    }

    private static Read refused(String why) {
        return new Read(null, why);
    }

    private boolean verifies(String text, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(
                            HexFormat.of().parseHex(SPKI_PREFIX + HexFormat.of().formatHex(publicKey)))));
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
