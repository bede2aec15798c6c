package dev.shisa.server.platform.door;

import dev.shisa.server.platform.start.TrustedProxies;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the door into the web container. */
@Configuration(proxyBeanMethods = false)
class DoorConfig {

    /** Connections of one network; a browser has six at most, and one with HTTP/2. */
    static final int CONNECTIONS_MAX = 500;

    /**
     * Of them so many may speak HTTP/2, and so many of all networks; the others are answered in HTTP/1.1. For each stream with a body the
     * container keeps two windows of 64 KB before anything of ours has seen its head, so all together hold 32 × 16 × 128 KB = 64 MB. A
     * smaller window would refuse honest bodies: a client sends as much before it knows of another one (RFC 9113, section 6.9.3).
     */
    static final int FRAMES_NETWORK_MAX = 8;

    static final int FRAMES_MAX = 32;

    /** A page of ours asks for a handful of files. */
    static final int STREAMS_MAX = 16;

    /** From memory, of each processor: a third of what one of today answers. */
    private static final int ANSWERS_A_SECOND = 3_000;

    /** Short bursts, as a browser that loads a page with its parts makes them, do not wait. */
    private static final int BURST = 50;

    /**
     * The folders in which bodies wait; they are emptied when the data folder is ours, which it is with its database.
     *
     * @param documents empty: what we serve comes from elsewhere, but without one the container makes it in the folder of the system
     */
    record Incoming(Path container, Path documents) {}

    /** For what is answered from memory, to whomever: all doors that do share it. */
    @Bean
    Pace fromMemory() {
        return new Pace(ANSWERS_A_SECOND * (long) Runtime.getRuntime().availableProcessors(), BURST, System.nanoTime());
    }

    @Bean
    Incoming incoming(@Value("${shisa.data}") Path data, DataSource database) throws IOException {
        TemporaryFiles.begin(data);
        Path container = TemporaryFiles.container(data).toAbsolutePath();
        return new Incoming(container, OwnerOnlyFiles.createFolder(container.resolve("documents")));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> door(
            Incoming incoming, TrustedProxies proxies, Handshakes handshakes) {
        return factory -> {
            factory.setBaseDirectory(incoming.container().toFile());
            factory.setDocumentRoot(incoming.documents().toFile());
            factory.setProtocol(DoorProtocol.class.getName());
            factory.addEngineValves(new DoorValve());
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(OwnErrorReport.class.getName());
                }
            });
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof DoorProtocol door) {
                    door.guard(
                            connector,
                            new Connections(CONNECTIONS_MAX, Integer.MAX_VALUE, proxies::isTrusted),
                            new Connections(FRAMES_NETWORK_MAX, FRAMES_MAX, proxies::isTrusted),
                            handshakes);
                }
                for (UpgradeProtocol protocol : connector.findUpgradeProtocols()) {
                    if (protocol instanceof Http2Protocol http2) {
                        http2.setMaxConcurrentStreams(STREAMS_MAX);
                    }
                }
            });
        };
    }
}
