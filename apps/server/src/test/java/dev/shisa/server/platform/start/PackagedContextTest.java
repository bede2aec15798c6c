package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.security.config.Customizer;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;

/** What a packaged server takes from its build is what the framework finds out at each start of any other. */
class PackagedContextTest extends ServerTest {

    @Autowired
    private ConfigurableListableBeanFactory beans;

    private FoundByType packaged() {
        FoundByType packaged = new FoundByType();
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = beans.getType(name);
            assertThat(type).as(name).isNotNull();
            packaged.registerBeanDefinition(name, new RootBeanDefinition(type));
        }
        return packaged;
    }

    @Test
    void findsTheSameBeansForEachTypeOfOurs() {
        FoundByType packaged = packaged();
        packaged.freezeConfiguration();
        Set<Class<?>> ours = new LinkedHashSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            collect(ours, beans.getType(name));
        }
        assertThat(ours).hasSizeGreaterThan(700);
        Map<Class<?>, List<String>> found = new HashMap<>();
        Map<Class<?>, List<String>> expected = new HashMap<>();
        for (Class<?> type : ours) {
            found.put(type, List.of(packaged.getBeanNamesForType(type, true, false)));
            expected.put(type, List.of(beans.getBeanNamesForType(type, true, false)));
        }
        assertThat(found).isEqualTo(expected);
    }

    private static void collect(Set<Class<?>> all, @Nullable Class<?> type) {
        if (type != null && type.getName().startsWith("dev.shisa.") && all.add(type)) {
            collect(all, type.getSuperclass());
            Arrays.stream(type.getInterfaces()).forEach(each -> collect(all, each));
        }
    }

    @Test
    void findsWhatWasRegisteredAsAnObject() {
        FoundByType packaged = new FoundByType();
        DatabaseHeadStart object = new DatabaseHeadStart();
        packaged.registerSingleton("databaseHeadStart", object);
        assertThat(packaged.getBeanNamesForType(DatabaseHeadStart.class)).containsExactly("databaseHeadStart");
        packaged.freezeConfiguration();
        assertThat(packaged.getBeanNamesForType(DatabaseHeadStart.class)).containsExactly("databaseHeadStart");
        assertThat(packaged.getBean(DatabaseHeadStart.class)).isSameAs(object);
    }

    @Test
    void findsTypesWithParametersOfOthers() {
        FoundByType packaged = new FoundByType();
        RootBeanDefinition texts = new RootBeanDefinition();
        texts.setTargetType(ResolvableType.forClassWithGenerics(Customizer.class, String.class));
        packaged.registerBeanDefinition("texts", texts);
        packaged.freezeConfiguration();
        assertThat(packaged.getBeanNamesForType(ResolvableType.forClassWithGenerics(Customizer.class, String.class)))
                .containsExactly("texts");
        assertThat(packaged.getBeanNamesForType(ResolvableType.forClassWithGenerics(Customizer.class, Long.class)))
                .isEmpty();
        assertThat(packaged.getBeanNamesForType(ResolvableType.forClassWithGenerics(List.class, String.class)))
                .isEmpty();
    }

    @Test
    void listsTheBeansThatWorkInTransactions() {
        Set<String> proxies = new TreeSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            if (beans.getBean(name) instanceof Advised advised
                    && Arrays.stream(advised.getAdvisors())
                            .anyMatch(BeanFactoryTransactionAttributeSourceAdvisor.class::isInstance)) {
                proxies.add(AopUtils.getTargetClass(advised).getName());
            }
        }
        assertThat(proxies).hasSizeGreaterThan(50);
        assertThat(TransactionalList.classes(beans)).isEqualTo(proxies);
    }
}
