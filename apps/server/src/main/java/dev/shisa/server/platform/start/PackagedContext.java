package dev.shisa.server.platform.start;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** The context of a packaged server, whose beans were defined when Shisa was built, so that none are added at a start. */
public final class PackagedContext implements ApplicationContextFactory {

    private PackagedContext() {}

    public static ApplicationContextFactory factory() {
        return new PackagedContext();
    }

    @Override
    public @Nullable Class<? extends ConfigurableEnvironment> getEnvironmentType(@Nullable WebApplicationType type) {
        return DEFAULT.getEnvironmentType(type);
    }

    @Override
    public @Nullable ConfigurableEnvironment createEnvironment(@Nullable WebApplicationType type) {
        return DEFAULT.createEnvironment(type);
    }

    @Override
    public ConfigurableApplicationContext create(@Nullable WebApplicationType type) {
        ServletWebServerApplicationContext context = new ServletWebServerApplicationContext(new FoundByType());
        context.addBeanFactoryPostProcessor(TransactionalList::use);
        // Only of a frozen factory is it remembered which beans have a type, and the framework freezes it after the web
        // server, whose filters need most of them.
        context.addBeanFactoryPostProcessor(ConfigurableListableBeanFactory::freezeConfiguration);
        return context;
    }
}
