package dev.shisa.server.platform.account;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authenticator made of software, as Web Authentication Level 3 describes one (sections 6.1, 6.4, 6.5), with the browser's part
 * (section 5.8.1): ECDSA with P-256, attestation "none". Tests turn what a dishonest one would.
 */
final class SoftKey {

    private static final int USER_PRESENT = 1;
    private static final int USER_VERIFIED = 4;
    private static final int KEY_INCLUDED = 0x40;

    private final JsonMapper json = JsonMapper.builder().build();
    private final KeyPair pair;
    private final byte[] id;

    String origin = "https://localhost";
    boolean verifies = true;
    int counter;
    byte @Nullable [] handle;

    SoftKey(int number) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
            id = MessageDigest.getInstance("SHA-256").digest(("key " + number).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a credential, as {@code navigator.credentials.create} would. */
    String create(String options) {
        JsonNode asked = json.readTree(options);
        handle = Base64.getUrlDecoder().decode(asked.path("user").path("id").asString(""));
        byte[] data = authenticatorData(asked.path("rp").path("id").asString(""), KEY_INCLUDED, key());
        Cbor object = new Cbor().map(3);
        object.text("fmt").text("none").text("attStmt").map(0).text("authData").bytes(data);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put(
                "clientDataJSON",
                text(clientData("webauthn.create", asked.path("challenge").asString(""))));
        response.put("attestationObject", text(object.done()));
        response.put("transports", new String[] {"internal"});
        return credential(response);
    }

    /** Answers with it, as {@code navigator.credentials.get} would. */
    String get(String options) {
        JsonNode asked = json.readTree(options);
        counter++;
        byte[] data = authenticatorData(asked.path("rpId").asString(""), 0, new byte[0]);
        byte[] client = clientData("webauthn.get", asked.path("challenge").asString(""));
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", text(client));
        response.put("authenticatorData", text(data));
        response.put("signature", text(sign(data, client)));
        byte[] user = handle;
        response.put("userHandle", user == null ? null : text(user));
        return credential(response);
    }

    private String credential(Map<String, Object> response) {
        Map<String, Object> credential = new LinkedHashMap<>();
        credential.put("id", text(id));
        credential.put("rawId", text(id));
        credential.put("type", "public-key");
        credential.put("clientExtensionResults", Map.of());
        credential.put("response", response);
        return json.writeValueAsString(credential);
    }

    private byte[] clientData(String type, String challenge) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.put("challenge", challenge);
        data.put("origin", origin);
        data.put("crossOrigin", false);
        return json.writeValueAsBytes(data);
    }

    private byte[] authenticatorData(String host, int flags, byte[] rest) {
        byte[] hash = hash(host.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(37 + rest.length)
                .put(hash)
                .put((byte) (flags | USER_PRESENT | (verifies ? USER_VERIFIED : 0)))
                .putInt(counter)
                .put(rest)
                .array();
    }

    /** Model (none), id and public key in COSE (RFC 9053, section 7.1.1). */
    private byte[] key() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        byte[] cose = new Cbor()
                .map(5)
                .number(1)
                .number(2)
                .number(3)
                .number(-7)
                .number(-1)
                .number(1)
                .number(-2)
                .bytes(unsigned(key.getW().getAffineX().toByteArray()))
                .number(-3)
                .bytes(unsigned(key.getW().getAffineY().toByteArray()))
                .done();
        return ByteBuffer.allocate(16 + 2 + id.length + cose.length)
                .put(new byte[16])
                .putShort((short) id.length)
                .put(id)
                .put(cose)
                .array();
    }

    private static byte[] unsigned(byte[] number) {
        byte[] whole = new byte[32];
        int from = Math.max(0, number.length - 32);
        System.arraycopy(number, from, whole, 32 - (number.length - from), number.length - from);
        return whole;
    }

    private byte[] sign(byte[] data, byte[] client) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(data);
            signature.update(hash(client));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** As much of CBOR (RFC 8949) as a credential needs. */
    private static final class Cbor {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Cbor map(int entries) {
            return head(5, entries);
        }

        Cbor text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head(3, bytes.length).out.writeBytes(bytes);
            return this;
        }

        Cbor bytes(byte[] bytes) {
            head(2, bytes.length).out.writeBytes(bytes);
            return this;
        }

        Cbor number(int number) {
            return number < 0 ? head(1, -1 - number) : head(0, number);
        }

        private Cbor head(int major, int value) {
            if (value < 24) {
                out.write(major << 5 | value);
            } else if (value < 256) {
                out.write(major << 5 | 24);
                out.write(value);
            } else {
                out.write(major << 5 | 25);
                out.write(value >> 8);
                out.write(value);
            }
            return this;
        }

        byte[] done() {
            return Arrays.copyOf(out.toByteArray(), out.size());
        }
    }
}
