package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.door.BodyInterceptor;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.time.InstantSource;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The web frame: templates, the check of every handler's act. */
@Configuration(proxyBeanMethods = false)
class WebConfig implements WebMvcConfigurer {

    private final BodyInterceptor bodies;

    WebConfig(BodyInterceptor bodies) {
        this.bodies = bodies;
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    TemplateEngine templates() {
        return TemplateEngine.createPrecompiled(ContentType.Html);
    }

    @Bean
    JteViewResolver jteViewResolver(TemplateEngine templates) {
        return new JteViewResolver(templates);
    }

    @Bean
    static WebMvcRegistrations routes() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new Routes();
            }
        };
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ActInterceptor());
        registry.addInterceptor(bodies);
        registry.addInterceptor(new WholeTexts());
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.addCustomConverter(new TableFileConverter());
    }
}
