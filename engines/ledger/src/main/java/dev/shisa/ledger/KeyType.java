package dev.shisa.ledger;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Signature types of notes that are understood here (C2SP signed-note, signature types). */
public enum KeyType {
    /** Ed25519 over the text of the note. */
    ED25519(0x01, "Ed25519", "302a300506032b6570032100", 32, 64),
    /** Ed25519 cosignature with its time (C2SP tlog-cosignature, {@code cosignature/v1}). */
    COSIGNATURE_ED25519(0x04, "Ed25519", "302a300506032b6570032100", 32, 64),
    /** ML-DSA-44 cosignature with its time (C2SP tlog-cosignature, {@code subtree/v1}). */
    COSIGNATURE_ML_DSA_44(0x06, "ML-DSA-44", "30820532300b06096086480165030403110382052100", 1312, 2420);

    /** Private keys of all three are made from a seed of this length (RFC 8032, FIPS 204). */
    static final int SEED_BYTES = 32;

    final int id;
    final int publicKeyBytes;
    final int signatureBytes;
    private final String algorithm;
    /** What stands before the key in an X.509 SubjectPublicKeyInfo, in hex. */
    private final String publicKeyPrefix;

    KeyType(int id, String algorithm, String publicKeyPrefix, int publicKeyBytes, int signatureBytes) {
        this.id = id;
        this.algorithm = algorithm;
        this.publicKeyPrefix = publicKeyPrefix;
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
    }

    static Optional<KeyType> of(int id) {
        for (KeyType type : values()) {
            if (type.id == id) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether a witness signs with it, not a log. */
    public boolean isCosignature() {
        return this != ED25519;
    }

    boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        try {
            byte[] encoded =
                    HexFormat.of().parseHex(publicKeyPrefix + HexFormat.of().formatHex(publicKey));
            PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // How the JDK says that a signature has a shape that no signature has.
            return false;
        } catch (GeneralSecurityException e) {
            // A public key that is no point of the curve verifies nothing.
            return false;
        }
    }

    byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has " + algorithm, e);
        }
    }

    /** The key pair of a seed: the JDK draws exactly the seed from its source of random numbers. */
    KeyPair keyPair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(new NamedParameterSpec(algorithm), new Seed(seed));
            return generator.generateKeyPair();
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("the parameters are the algorithm's own", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has " + algorithm, e);
        }
    }

    byte[] rawPublicKey(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - publicKeyBytes, encoded.length);
    }

    /** Gives out one seed, once. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] seed;
        private boolean used;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (used || bytes.length != seed.length) {
                throw new IllegalStateException("this JDK makes keys otherwise than from one seed of 32 bytes");
            }
            used = true;
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
