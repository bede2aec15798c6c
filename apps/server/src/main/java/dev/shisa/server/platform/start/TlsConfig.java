package dev.shisa.server.platform.start;

import dev.shisa.server.platform.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** TLS from the first second: with the maker's certificate if one was given, otherwise with one of our own authority. */
@Configuration(proxyBeanMethods = false)
class TlsConfig {

    static final String BUNDLE = "shisa";

    @Bean
    TlsSource tlsSource(
            @Value("${shisa.data}") Path data,
            @Value("${shisa.name}") String name,
            @Value("${shisa.names:}") String more,
            @Value("${shisa.tls.cert:}") String certificate,
            @Value("${shisa.tls.key:}") String key,
            InstantSource clock) {
        return () -> certificate.isEmpty()
                ? TlsIdentity.own(
                        data,
                        Stream.concat(Stream.of(name), KnownHosts.further(more).stream())
                                .toList(),
                        clock)
                : TlsIdentity.given(Path.of(certificate), Path.of(key), clock);
    }

    @Bean
    ServerIdentity serverIdentity(@Value("${shisa.name}") String name, TlsSource source) {
        return new ServerIdentity(name, source.read());
    }

    @Bean
    SslBundleRegistrar tlsBundle(ServerIdentity identity) {
        return registry -> registry.registerBundle(BUNDLE, bundle(identity.tls()));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tlsOnly() {
        return factory -> factory.setSsl(Ssl.forBundle(BUNDLE));
    }

    /** Takes over a certificate that was renewed in its files; connections that are open stay open. */
    static void renew(TlsSource source, ServerIdentity identity, SslBundleRegistry bundles) {
        TlsIdentity present = source.read();
        if (!present.endsAt().equals(identity.certificateEndsAt())) {
            bundles.updateBundle(BUNDLE, bundle(present));
            identity.renewed(present);
        }
    }

    private static SslBundle bundle(TlsIdentity identity) {
        PemSslStoreDetails files = PemSslStoreDetails.forCertificate(
                        identity.certificateFile().toUri().toString())
                .withPrivateKey(identity.keyFile().toUri().toString());
        // Clients show no certificate. Naming our own as the only one to trust spares reading all authorities of the
        // JDK.
        PemSslStoreDetails trusted = PemSslStoreDetails.forCertificate(
                identity.certificateFile().toUri().toString());
        return SslBundle.of(
                new PemSslStoreBundle(files, trusted),
                SslBundleKey.NONE,
                SslOptions.of((Set<String>) null, Set.of("TLSv1.3", "TLSv1.2")));
    }

    /** Reads the certificate as it is now; renews our own when it is about to end. */
    @FunctionalInterface
    interface TlsSource {
        TlsIdentity read();
    }
}
