package dev.shisa.server.platform.start;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * A bean factory that knows, once its definitions are complete, which beans have a type of ours: from one look at the class
 * of each definition. The framework asks all of its nine hundred definitions for each type that a constructor names, of
 * which there are seven hundred, and for thirty types with parameters that no bean has; that was a quarter of a start.
 *
 * <p>It relies on what the build makes true: the class of each definition is known, and a bean that is one of our types is
 * declared as such. Types of others are looked up as always.
 */
public final class FoundByType extends DefaultListableBeanFactory {

    private static final long serialVersionUID = 1;

    private static final String OURS = "dev.shisa.";
    private static final String[] NONE = {};

    private transient @Nullable Map<Class<?>, List<String>> names;

    @Override
    public void freezeConfiguration() {
        super.freezeConfiguration();
        names = names();
    }

    @Override
    public String[] getBeanNamesForType(@Nullable Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
        Map<Class<?>, List<String>> known = names;
        if (known == null || type == null || !isOurs(type)) {
            return super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
        }
        return known.getOrDefault(type, List.of()).toArray(String[]::new);
    }

    /** Where nothing has the plain type, nothing has it with parameters. */
    @Override
    public String[] getBeanNamesForType(ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
        Class<?> plain = type.hasGenerics() && isConfigurationFrozen() ? type.resolve() : null;
        return plain != null && getBeanNamesForType(plain, true, true).length == 0
                ? NONE
                : super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
    }

    private Map<Class<?>, List<String>> names() {
        Map<Class<?>, List<String>> all = new HashMap<>();
        for (String name : getBeanDefinitionNames()) {
            BeanDefinition definition = getMergedBeanDefinition(name);
            if (definition instanceof RootBeanDefinition root && root.isSingleton()) {
                Class<?> type = root.getTargetType();
                if (type == null && root.hasBeanClass()) {
                    type = root.getBeanClass();
                }
                add(all, type, name);
            }
        }
        // Registered as objects, without a definition.
        for (String name : getSingletonNames()) {
            Object object = getSingleton(name);
            if (object != null && !containsBeanDefinition(name)) {
                add(all, object.getClass(), name);
            }
        }
        return all;
    }

    private static void add(Map<Class<?>, List<String>> all, @Nullable Class<?> type, String name) {
        // Above a class of others is none of ours.
        if (type == null || !isOurs(type)) {
            return;
        }
        List<String> known = all.computeIfAbsent(type, key -> new ArrayList<>());
        if (known.isEmpty() || !known.getLast().equals(name)) {
            known.add(name);
        }
        add(all, type.getSuperclass(), name);
        for (Class<?> each : type.getInterfaces()) {
            add(all, each, name);
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(OURS);
    }
}
