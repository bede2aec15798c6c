package dev.shisa.probe.tls;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Wire;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Versions, suites, keys, validity and chain of one TLS server. */
public final class TlsCheck {

    /** CRYPTREC and NIST SP 800-131A: below this, keys are not to be used any more. */
    private static final int RSA_BITS_MIN = 2048;

    private static final int EC_BITS_MIN = 224;

    private final Bench bench;
    private final Service service;

    private TlsCheck(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
    }

    public static void run(Bench bench, Service service) {
        try {
            new TlsCheck(bench, service).check();
        } catch (IOException e) {
            bench.observe(
                    Key.TLS,
                    Verdict.UNKNOWN,
                    service.where(),
                    "tls-silent",
                    Exchange.NONE,
                    String.valueOf(e.getMessage()));
        }
    }

    private void check() throws IOException {
        List<TlsVersion> offered = new ArrayList<>();
        List<X509Certificate> chain = List.of();
        for (TlsVersion version : TlsVersion.values()) {
            Optional<Hello.Reply.Chosen> chosen = chosen(version, Hello.suites(version));
            if (chosen.isEmpty()) {
                continue;
            }
            offered.add(version);
            chain = chosen.get().chain().isEmpty() ? chain : chosen.get().chain();
            if (version.isForbidden()) {
                bench.fail(
                        Key.TLS,
                        service.where(),
                        "tls-old-version",
                        proof(version, chosen.get()),
                        version,
                        hex(chosen.get().suite()));
            }
        }
        if (offered.isEmpty()) {
            bench.observe(Key.TLS, Verdict.UNKNOWN, service.where(), "tls-no-version", Exchange.NONE);
            return;
        }
        Optional<TlsVersion> classic =
                offered.stream().filter(v -> v != TlsVersion.TLS_1_3).reduce((_, later) -> later);
        if (classic.isPresent()) {
            for (Suites weak : Suites.values()) {
                chosen(classic.get(), weak.codes())
                        .filter(chosen -> weak.codes().contains(chosen.suite()))
                        .ifPresent(chosen -> bench.fail(
                                Key.TLS,
                                service.where(),
                                "tls-weak-suite",
                                proof(classic.get(), chosen),
                                weak.family(),
                                hex(chosen.suite())));
            }
            chosen(classic.get(), Suites.FINITE_FIELD_DH)
                    .filter(chosen ->
                            chosen.dhBits().isPresent() && chosen.dhBits().getAsInt() < RSA_BITS_MIN)
                    .ifPresent(chosen -> bench.fail(
                            Key.TLS,
                            service.where(),
                            "tls-small-dh",
                            proof(classic.get(), chosen),
                            chosen.dhBits().getAsInt()));
        }
        if (chain.isEmpty()) {
            try (Wire wire = Wire.open(bench, service.endpoint(), true)) {
                chain = wire.certificates();
            }
        }
        certificates(chain);
        TlsVersion last = offered.getLast();
        if (chosen(last, Hello.suites(last)).isPresent()) {
            bench.pass(Key.TLS, service.where(), "tls-offered", Exchange.NONE, offered);
        } else {
            // Whoever asks so often may be shut out, and is refused the old versions as well.
            bench.observe(Key.TLS, Verdict.UNKNOWN, service.where(), "tls-shut", Exchange.NONE, offered);
        }
    }

    private Optional<Hello.Reply.Chosen> chosen(TlsVersion version, List<Integer> suites) throws IOException {
        Hello.Reply reply = Hello.ask(bench, service.endpoint(), version, suites);
        return reply instanceof Hello.Reply.Chosen chosen && chosen.version() == version
                ? Optional.of(chosen)
                : Optional.empty();
    }

    private Exchange proof(TlsVersion asked, Hello.Reply.Chosen chosen) {
        byte[] head = Arrays.copyOf(chosen.bytes(), Math.min(100, chosen.bytes().length));
        return new Exchange(
                "ClientHello " + asked, "ServerHello " + HexFormat.of().formatHex(head));
    }

    private static String hex(int suite) {
        return String.format("0x%04X", suite);
    }

    private void certificates(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            bench.observe(Key.TLS, Verdict.UNKNOWN, service.where(), "tls-no-certificate", Exchange.NONE);
            return;
        }
        X509Certificate leaf = chain.getFirst();
        Exchange proof = new Exchange("", describe(leaf));
        bench.told(service.where(), leaf.getSubjectX500Principal().getName() + " " + names(leaf));
        key(leaf.getPublicKey(), proof);
        String algorithm = leaf.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("MD") || algorithm.startsWith("SHA1")) {
            bench.fail(Key.TLS, service.where(), "tls-weak-signature", proof, leaf.getSigAlgName());
        }
        Instant now = Instant.ofEpochMilli(bench.budget().nowMs());
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            bench.fail(
                    Key.TLS,
                    service.where(),
                    "tls-expired",
                    proof,
                    leaf.getNotAfter().toInstant());
        } else if (now.isBefore(leaf.getNotBefore().toInstant())) {
            bench.fail(
                    Key.TLS,
                    service.where(),
                    "tls-not-yet-valid",
                    proof,
                    leaf.getNotBefore().toInstant());
        }
        trust(chain, proof);
    }

    private void key(PublicKey key, Exchange proof) {
        int bits;
        int least = RSA_BITS_MIN;
        switch (key) {
            case RSAPublicKey rsa -> bits = rsa.getModulus().bitLength();
            case DSAPublicKey dsa ->
                bits = dsa.getParams() == null ? 0 : dsa.getParams().getP().bitLength();
            case ECPublicKey ec -> {
                bits = ec.getParams().getCurve().getField().getFieldSize();
                least = EC_BITS_MIN;
            }
            default -> {
                return;
            }
        }
        if (bits < least) {
            bench.fail(Key.TLS, service.where(), "tls-small-key", proof, key.getAlgorithm(), bits, least);
        }
    }

    private void trust(List<X509Certificate> chain, Exchange proof) {
        X509Certificate leaf = chain.getFirst();
        if (signed(leaf, leaf.getPublicKey())) {
            Optional<Boolean> allowed = bench.declared().policy().selfSignedAllowed();
            if (allowed.isEmpty()) {
                bench.observe(Key.TLS, Verdict.UNKNOWN, service.where(), "tls-self-signed-unset", proof);
            } else if (!allowed.get()) {
                bench.fail(Key.TLS, service.where(), "tls-self-signed", proof);
            }
            return;
        }
        Set<X509Certificate> rest = new HashSet<>(chain.subList(1, chain.size()));
        X509Certificate at = leaf;
        while (!rest.isEmpty()) {
            X509Certificate child = at;
            Optional<X509Certificate> parent =
                    rest.stream().filter(c -> signed(child, c.getPublicKey())).findFirst();
            if (parent.isEmpty()) {
                bench.fail(Key.TLS, service.where(), "tls-broken-chain", proof);
                return;
            }
            at = parent.get();
            rest.remove(at);
        }
    }

    private static boolean signed(X509Certificate certificate, PublicKey by) {
        try {
            certificate.verify(by);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String names(X509Certificate leaf) {
        try {
            return String.valueOf(leaf.getSubjectAlternativeNames());
        } catch (CertificateParsingException e) {
            return "";
        }
    }

    private static String describe(X509Certificate leaf) {
        return "subject " + leaf.getSubjectX500Principal() + ", issuer " + leaf.getIssuerX500Principal() + ", "
                + leaf.getNotBefore().toInstant() + " – " + leaf.getNotAfter().toInstant() + ", "
                + leaf.getPublicKey().getAlgorithm() + ", " + leaf.getSigAlgName() + ", names " + names(leaf);
    }
}
