package dev.shisa.server.platform.start;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TlsConfig {

    @Bean
    ServerIdentity serverIdentity(@Value("${shisa.name}") String host) {
        return new ServerIdentity(host, null, null);
    }
}
