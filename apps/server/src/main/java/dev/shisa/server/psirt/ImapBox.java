package dev.shisa.server.psirt;

import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailSockets;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a mail box, open by IMAP (RFC 9051). Every answer is waited for in bounded time and is bounded itself; looking at a mail does
 * not mark it.
 */
final class ImapBox implements AutoCloseable {

    private static final String CONNECT_MS = "10000";

    /** Numbers that are asked for at a time. */
    private static final int AT_ONCE = 1_000;

    private static final int ANSWER_MS = 20_000;

    private final Store store;
    private final IMAPFolder folder;
    private final @Nullable Folder target;

    private ImapBox(Store store, IMAPFolder folder, @Nullable Folder target) {
        this.store = store;
        this.folder = folder;
        this.target = target;
    }

    /** A folder that is not there. */
    static final class NoFolder extends MessagingException {

        private static final long serialVersionUID = 1L;

        NoFolder(String name) {
            super(name);
        }
    }

    static ImapBox open(MailboxStore.Box box, String password) throws MessagingException {
        Session session = Session.getInstance(properties(box));
        Store store = new BoundedImap(session);
        store.connect(box.host(), box.port(), box.user(), password);
        try {
            Folder target = box.target().isEmpty() ? null : store.getFolder(box.target());
            if (target != null && !target.exists()) {
                throw new NoFolder(box.target());
            }
            if (!(store.getFolder(box.folder()) instanceof IMAPFolder folder) || !folder.exists()) {
                throw new NoFolder(box.folder());
            }
            folder.open(Folder.READ_WRITE);
            return new ImapBox(store, folder, target);
        } catch (MessagingException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Properties properties(MailboxStore.Box box) {
        Properties properties = new Properties();
        properties.setProperty("mail.store.protocol", "imap");
        properties.setProperty("mail.imap.connectiontimeout", CONNECT_MS);
        properties.setProperty("mail.imap.timeout", Integer.toString(ANSWER_MS));
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        properties.setProperty("mail.imap.peek", "true");
        // A mail comes in pieces, so that no more of it is held than is wanted.
        properties.setProperty("mail.imap.partialfetch", "true");
        properties.setProperty("mail.imap.fetchsize", "262144");
        if (box.security() == MailServer.Security.NONE) {
            // Within this computer the mails themselves come without TLS.
            properties.setProperty("mail.imap.writetimeout", Integer.toString(ANSWER_MS));
            // Who gives up waiting interrupts, and only a channel is closed by that.
            properties.setProperty("mail.imap.usesocketchannels", "true");
            return properties;
        }
        properties.put("mail.imap.socketFactory", MailSockets.reading(ANSWER_MS));
        // Otherwise who is refused for what it sends would be asked again without a limit.
        properties.setProperty("mail.imap.socketFactory.fallback", "false");
        if (box.security() == MailServer.Security.TLS) {
            properties.setProperty("mail.imap.ssl.enable", "true");
        } else {
            properties.setProperty("mail.imap.starttls.enable", "true");
            properties.setProperty("mail.imap.starttls.required", "true");
        }
        return properties;
    }

    long validity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /** The number of the next mail that comes. */
    long next() throws MessagingException {
        return folder.getUIDNext();
    }

    /** The lowest number of a mail that nobody has read; the next one if there is none. */
    long firstUnread() throws MessagingException {
        long next = next();
        Message[] unread = folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
        Message first = Arrays.stream(unread)
                .min(Comparator.comparingInt(Message::getMessageNumber))
                .orElse(null);
        // Numbers rise in the order in which the mails lie (RFC 9051, section 2.3.1.1).
        return first == null ? next : Math.min(next, folder.getUID(first));
    }

    /**
     * The numbers behind one, ascending; asked for some at a time, since a box may hold any number of mails.
     *
     * @param floor below this only what nobody has read
     */
    List<Long> after(long last, long floor, int most) throws MessagingException {
        List<Long> numbers = new ArrayList<>();
        FetchProfile asked = new FetchProfile();
        asked.add(UIDFolder.FetchProfileItem.UID);
        asked.add(FetchProfile.Item.FLAGS);
        int mails = folder.getMessageCount();
        for (int at = firstBehind(last, mails); at <= mails && numbers.size() < most; at += AT_ONCE) {
            Message[] some = folder.getMessages(at, Math.min(mails, at + AT_ONCE - 1));
            folder.fetch(some, asked);
            for (Message message : some) {
                long uid = message.isExpunged() ? 0 : folder.getUID(message);
                if (uid > last && (uid >= floor || !message.isSet(Flags.Flag.SEEN)) && numbers.size() < most) {
                    numbers.add(uid);
                }
            }
        }
        return numbers;
    }

    /** The place of the first mail whose number is behind one, or of one before it; one more than there are if there is none. */
    private int firstBehind(long last, int mails) throws MessagingException {
        int from = 1;
        int to = mails + 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            Message message = folder.getMessage(middle);
            long uid = message.isExpunged() ? 0 : folder.getUID(message);
            // Of a mail that somebody else has just removed a server may say no number (RFC 2180).
            if (uid <= 0 || uid > last) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /**
     * A mail as it lies there.
     *
     * @param bytes null: it is too large
     */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    record Lying(
            byte @Nullable [] bytes, long size, @Nullable Instant received) {}

    /** Reads a mail; null if it is gone meanwhile. */
    @Nullable
    Lying read(long uid) throws MessagingException, IOException {
        if (!(folder.getMessageByUID(uid) instanceof IMAPMessage message) || message.isExpunged()) {
            return null;
        }
        message.setPeek(true);
        Date received = message.getReceivedDate();
        Instant at = received == null ? null : received.toInstant();
        long size = Math.max(0, message.getSize());
        if (size > MailFile.BYTES_MAX) {
            return new Lying(null, size, at);
        }
        try (InputStream in = message.getMimeStream()) {
            byte[] bytes = in.readNBytes(MailFile.BYTES_MAX + 1);
            return bytes.length > MailFile.BYTES_MAX
                    ? new Lying(null, bytes.length, at)
                    : new Lying(bytes, bytes.length, at);
        }
    }

    /** Marks mails as read, and moves them where they belong. */
    void done(List<Long> uids) throws MessagingException {
        if (uids.isEmpty()) {
            return;
        }
        Message[] messages = Arrays.stream(folder.getMessagesByUID(
                        uids.stream().mapToLong(Long::longValue).toArray()))
                .filter(m -> m != null && !m.isExpunged())
                .toArray(Message[]::new);
        if (messages.length == 0) {
            return;
        }
        folder.setFlags(messages, new Flags(Flags.Flag.SEEN), true);
        if (target != null) {
            folder.copyMessages(messages, target);
            folder.setFlags(messages, new Flags(Flags.Flag.DELETED), true);
            folder.expunge(messages);
        }
    }

    @Override
    public void close() throws MessagingException {
        try {
            if (folder.isOpen()) {
                folder.close(false);
            }
        } finally {
            store.close();
        }
    }
}
