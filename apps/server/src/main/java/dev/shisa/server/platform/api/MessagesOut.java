package dev.shisa.server.platform.api;

import java.util.List;
import java.util.Locale;

/** Messages that this installation sends by itself to addresses that somebody entered; described beside what it answers. */
public interface MessagesOut {

    /**
     * One kind of them.
     *
     * @param id its {@code type}
     * @param title what has happened, in a few words
     * @param about when it is sent, and what it is about
     * @param fields of its {@code data}, each a text, beside {@code record}
     */
    record Message(String id, String title, String about, List<Field> fields) {

        public Message {
            fields = List.copyOf(fields);
        }
    }

    /** One value of a message. */
    record Field(String name, String about) {}

    /** All of them, in the words of a language. */
    List<Message> messages(Locale locale);
}
