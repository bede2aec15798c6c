package dev.shisa.server.platform.door;

import dev.shisa.server.platform.start.TrustedProxies;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.catalina.core.StandardHost;
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

    /** The folders in which bodies wait; they are emptied when the data folder is ours, which it is with its database. */
    record Incoming(Path container) {}

    @Bean
    Incoming incoming(@Value("${shisa.data}") Path data, DataSource database) throws IOException {
        TemporaryFiles.begin(data);
        return new Incoming(TemporaryFiles.container(data).toAbsolutePath());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> door(Incoming incoming, TrustedProxies proxies) {
        return factory -> {
            factory.setBaseDirectory(incoming.container().toFile());
            factory.setProtocol(DoorProtocol.class.getName());
            factory.addEngineValves(new DoorValve());
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(OwnErrorReport.class.getName());
                }
            });
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof DoorProtocol door) {
                    door.guard(connector, new Connections(CONNECTIONS_MAX, proxies::isTrusted));
                }
            });
        };
    }
}
