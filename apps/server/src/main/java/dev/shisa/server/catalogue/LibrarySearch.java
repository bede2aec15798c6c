package dev.shisa.server.catalogue;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the search box of the header find what the library has to read, and words of the glossary. */
@Configuration(proxyBeanMethods = false)
class LibrarySearch {

    @Bean
    SearchSource librarySource(Library library) {
        return new Source(60, "library", library, EnumSet.complementOf(EnumSet.of(Library.Kind.WORD)));
    }

    @Bean
    SearchSource wordsSource(Library library) {
        return new Source(70, "words", library, EnumSet.of(Library.Kind.WORD));
    }

    private record Source(int position, String id, Library library, Set<Library.Kind> kinds) implements SearchSource {

        @Override
        public List<Hit> search(String query, Person person, Locale locale, int atMost) {
            return library.containing(query, locale, kinds, atMost);
        }
    }
}
