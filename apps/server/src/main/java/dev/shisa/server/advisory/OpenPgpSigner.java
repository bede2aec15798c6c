package dev.shisa.server.advisory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes OpenPGP signatures (RFC 9580, in the form of version 4 that every program in use reads): detached ones beside advisories
 * (CSAF 2.0, section 7.1.19), and texts signed in clear ({@code security.txt}; RFC 9116, section 2.3).
 */
final class OpenPgpSigner {

    private static final char[] NO_PASSPHRASE = new char[0];

    private final PGPPublicKey key;
    private final PGPPrivateKey secret;

    private OpenPgpSigner(PGPPublicKey key, PGPPrivateKey secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * A key as it is kept.
     *
     * @param fingerprint of the primary key, in capital letters
     * @param armored the public part
     * @param secret the private part without a passphrase; it is sealed before it is stored
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Made(String fingerprint, String armored, byte[] secret) {}

    /** Why a key cannot be taken, as {@code advisory.key.refused.<code>}. */
    static final class KeyRefused extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;

        KeyRefused(String code) {
            super(code);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** Makes a key for signing. */
    static Made make(String owner, Instant at, AsymmetricCipherKeyPair rsa) {
        try {
            PGPKeyPair pair =
                    new BcPGPKeyPair(PublicKeyPacket.VERSION_4, PublicKeyAlgorithmTags.RSA_GENERAL, rsa, Date.from(at));
            PGPSignatureSubpacketGenerator about = new PGPSignatureSubpacketGenerator();
            about.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
            about.setPreferredHashAlgorithms(
                    false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
            about.setIssuerFingerprint(false, pair.getPublicKey());
            about.setSignatureCreationTime(false, Date.from(at));
            PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                    PGPSignature.POSITIVE_CERTIFICATION,
                    pair,
                    owner,
                    // Only a sum over the private part in its file, not a signature.
                    new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                    about.generate(),
                    null,
                    new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA512),
                    null);
            return made(ring.generateSecretKeyRing());
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("an OpenPGP key could not be made", e);
        }
    }

    /** Takes a private key that the maker has already, armoured or not. */
    static Made read(byte[] file, char[] passphrase) throws KeyRefused {
        PGPSecretKeyRing ring;
        try {
            ring = new PGPSecretKeyRing(
                    PGPUtil.getDecoderStream(new ByteArrayInputStream(file)), new BcKeyFingerprintCalculator());
        } catch (IOException | PGPException | RuntimeException e) {
            // The library throws whatever a broken packet leads it to.
            throw new KeyRefused("unreadable");
        }
        try {
            PGPSecretKey primary = ring.getSecretKey();
            if (primary.isPrivateKeyEmpty() || !primary.isSigningKey()) {
                throw new KeyRefused("not-signing");
            }
            if (primary.getPublicKey().hasRevocation()) {
                throw new KeyRefused("revoked");
            }
            PGPSecretKeyRing open = PGPSecretKeyRing.copyWithNewPassword(
                    ring,
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase),
                    null);
            Made made = made(open);
            of(made.secret());
            return made;
        } catch (IOException | PGPException | RuntimeException e) {
            throw new KeyRefused("passphrase");
        }
    }

    private static Made made(PGPSecretKeyRing ring) throws IOException {
        ByteArrayOutputStream armored = new ByteArrayOutputStream();
        List<PGPPublicKey> keys = new java.util.ArrayList<>();
        ring.getPublicKeys().forEachRemaining(keys::add);
        try (ArmoredOutputStream out = armored(armored)) {
            new PGPPublicKeyRing(keys).encode(out);
        }
        return new Made(
                fingerprint(ring.getPublicKey()), armored.toString(StandardCharsets.US_ASCII), ring.getEncoded());
    }

    /** What signs with a private part as {@link Made} has it. */
    static OpenPgpSigner of(byte[] secret) throws PGPException, IOException {
        PGPSecretKeyRing ring = new PGPSecretKeyRing(secret, new BcKeyFingerprintCalculator());
        PGPSecretKey chosen = ring.getSecretKey();
        // As other programs do: a part of its own that may sign comes before the primary key.
        for (Iterator<PGPSecretKey> each = ring.getSecretKeys(); each.hasNext(); ) {
            PGPSecretKey one = each.next();
            if (!one.isMasterKey() && maySign(one) && !one.isPrivateKeyEmpty()) {
                chosen = one;
            }
        }
        PGPPrivateKey opened = chosen.extractPrivateKey(
                new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(NO_PASSPHRASE));
        return new OpenPgpSigner(chosen.getPublicKey(), opened);
    }

    private static boolean maySign(PGPSecretKey key) {
        for (Iterator<PGPSignature> each = key.getPublicKey().getSignatures(); each.hasNext(); ) {
            PGPSignature binding = each.next();
            if (binding.getHashedSubPackets() != null
                    && (binding.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
                return true;
            }
        }
        return false;
    }

    /** An armoured, detached signature. */
    String detached(byte[] document, Instant at) {
        try {
            PGPSignatureGenerator signature = begin(PGPSignature.BINARY_DOCUMENT, at);
            signature.update(document);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ArmoredOutputStream out = armored(bytes)) {
                signature.generate().encode(out);
            }
            return bytes.toString(StandardCharsets.US_ASCII);
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("a document could not be signed", e);
        }
    }

    /** A text of lines with its signature below it (RFC 9580, section 7). */
    String clear(String text, Instant at) {
        try {
            PGPSignatureGenerator signature = begin(PGPSignature.CANONICAL_TEXT_DOCUMENT, at);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ArmoredOutputStream out = armored(bytes)) {
                out.beginClearText(HashAlgorithmTags.SHA512);
                boolean first = true;
                for (String raw : text.lines().toList()) {
                    // White space at the end of a line is not signed.
                    byte[] line = raw.stripTrailing().getBytes(StandardCharsets.UTF_8);
                    if (!first) {
                        signature.update((byte) '\r');
                        signature.update((byte) '\n');
                    }
                    first = false;
                    signature.update(line);
                    out.write(line);
                    out.write('\n');
                }
                out.endClearText();
                signature.generate().encode(out);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("a text could not be signed", e);
        }
    }

    /**
     * Encrypts to a receiver what this key has signed, as one armoured message (RFC 9580, section 10.3; RFC 3156, section 6.2).
     *
     * @param signer null: it is not signed
     */
    static String message(
            byte[] content, OpenPgpReceiver to, @Nullable OpenPgpSigner signer, Instant at, SecureRandom random) {
        try {
            // The form that every program in use reads; AES-256 is what all of them offer.
            PGPEncryptedDataGenerator sealing =
                    new PGPEncryptedDataGenerator(new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                            .setWithIntegrityPacket(true)
                            .setSecureRandom(random));
            to.keys()
                    .forEach(one -> sealing.addMethod(
                            new BcPublicKeyKeyEncryptionMethodGenerator(one).setSecureRandom(random)));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ArmoredOutputStream out = armored(bytes);
                    OutputStream sealed = sealing.open(out, new byte[1 << 14])) {
                PGPSignatureGenerator signature =
                        signer == null ? null : signer.begin(PGPSignature.BINARY_DOCUMENT, at);
                if (signature != null) {
                    signature.generateOnePassVersion(false).encode(sealed);
                }
                PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
                try (OutputStream plain =
                        literal.open(sealed, PGPLiteralData.BINARY, "", content.length, Date.from(at))) {
                    plain.write(content);
                }
                if (signature != null) {
                    signature.update(content);
                    signature.generate().encode(sealed);
                }
            }
            return bytes.toString(StandardCharsets.US_ASCII);
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("a message could not be encrypted", e);
        }
    }

    private PGPSignatureGenerator begin(int type, Instant at) throws PGPException {
        PGPSignatureGenerator signature = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(key.getAlgorithm(), HashAlgorithmTags.SHA512), key);
        signature.init(type, secret);
        PGPSignatureSubpacketGenerator about = new PGPSignatureSubpacketGenerator();
        about.setSignatureCreationTime(false, Date.from(at));
        about.setIssuerFingerprint(false, key);
        signature.setHashedSubpackets(about.generate());
        return signature;
    }

    private static ArmoredOutputStream armored(OutputStream out) {
        return ArmoredOutputStream.builder().clearHeaders().build(out);
    }

    private static String fingerprint(PGPPublicKey key) {
        return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
    }

    /** The fingerprint of the public key in a file; empty if it has none, or also a private one. */
    static Optional<String> fingerprintOf(byte[] file) {
        if (new String(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY")) {
            return Optional.empty();
        }
        try {
            PGPPublicKeyRing ring = new PGPPublicKeyRing(
                    PGPUtil.getDecoderStream(new ByteArrayInputStream(file)), new BcKeyFingerprintCalculator());
            return Optional.of(fingerprint(ring.getPublicKey()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
