package dev.shisa.server.platform.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The classes of beans that have a method in a transaction, written into the package while Shisa is built
 * ({@code META-INF/spring/aot.factories}). Whoever makes a bean asks for it, and would otherwise look at each method of each
 * class, and of all that stand above it, for an annotation that most do not have.
 */
public final class TransactionalList implements BeanFactoryInitializationAotProcessor {

    static final String FILE = "META-INF/shisa/transactional.txt";

    /** Of Spring's configuration of transactions. */
    private static final String SOURCE = "transactionAttributeSource";

    /** As Spring's own configuration has it: most methods of ours are their package's. */
    private static final boolean PUBLIC_ONLY = false;

    /** Far more than there will be. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    @Override
    public BeanFactoryInitializationAotContribution processAheadOfTime(ConfigurableListableBeanFactory beans) {
        Set<String> classes = classes(beans);
        return (context, code) -> context.getGeneratedFiles().addResourceFile(FILE, String.join("\n", classes) + "\n");
    }

    /** The names of the classes, from the beans that there are. */
    static Set<String> classes(ConfigurableListableBeanFactory beans) {
        TransactionAttributeSource source = new AnnotationTransactionAttributeSource(PUBLIC_ONLY);
        Set<String> classes = new TreeSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = beans.getType(name, false);
            if (type != null && isTransactional(ClassUtils.getUserClass(type), source)) {
                classes.add(ClassUtils.getUserClass(type).getName());
            }
        }
        return classes;
    }

    private static boolean isTransactional(Class<?> type, TransactionAttributeSource source) {
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .flatMap(each -> Arrays.stream(each.getMethods()))
                        .anyMatch(method -> source.hasTransactionAttribute(method, type))
                || Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
                        .anyMatch(method ->
                                source.hasTransactionAttribute(AopUtils.getMostSpecificMethod(method, type), type));
    }

    /** Has the beans of a package made by the list; without one they are made as always. */
    public static void use(ConfigurableListableBeanFactory beans) {
        packaged()
                .ifPresent(classes -> ((RootBeanDefinition) beans.getBeanDefinition(SOURCE))
                        .setInstanceSupplier(() -> new AnnotationTransactionAttributeSource(PUBLIC_ONLY) {
                            private static final long serialVersionUID = 1;

                            @Override
                            public boolean isCandidateClass(Class<?> type) {
                                return classes.contains(type.getName());
                            }
                        }));
    }

    private static Optional<Set<String>> packaged() {
        try (InputStream in = TransactionalList.class.getClassLoader().getResourceAsStream(FILE)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8)
                            .lines()
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
