package dev.shisa.server.platform.start;

import dev.shisa.server.platform.jobs.Background;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;

/**
 * Beans that nothing needs before the first request: those of pages and of the API, each of which is found by its class when
 * one of its addresses is asked for. A packaged server makes them when it is ready, beside whatever comes in, so that hardly
 * any request waits for its own, and what cannot be made is told at once. Elsewhere, as in tests, all are made at the start.
 */
@Component
class MadeLater {

    private final ListableBeanFactory beans;

    MadeLater(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** After everybody else who waits for this moment. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.LOWEST_PRECEDENCE)
    void makeTheRest() {
        Background.start("beans-made-later", this::make);
    }

    private void make() {
        for (String name : beans.getBeanNamesForAnnotation(Controller.class)) {
            beans.getBean(name);
        }
    }

    /** Marks them while Shisa is built, so that the mark is part of what was built. */
    @Component
    static class Marking implements BeanFactoryPostProcessor {

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
            if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
                return;
            }
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition definition = beans.getBeanDefinition(name);
                if (beans.findAnnotationOnBean(name, Controller.class, false) != null
                        || isOfTheFramework(beans, name)) {
                    definition.setLazyInit(true);
                }
            }
        }

        /** Settings of the framework are also made by whoever needs them, and some of them nobody does. */
        private static boolean isOfTheFramework(ConfigurableListableBeanFactory beans, String name) {
            Class<?> type = beans.getType(name, false);
            return type != null
                    && type.getName().startsWith("org.springframework.boot.")
                    && type.isAnnotationPresent(ConfigurationProperties.class);
        }
    }
}
