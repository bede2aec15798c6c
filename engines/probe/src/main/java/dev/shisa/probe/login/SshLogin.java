package dev.shisa.probe.login;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * SSH by password or keyboard-interactive (RFC 4252). A server that does not understand what is offered today is
 * asked once more in what devices spoke before; both at once would be longer a list than small servers take. The
 * clients are closed with the run.
 */
public final class SshLogin implements Mechanism, AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(8);
    private static final int KEX_MS = 3000;
    private static final byte KEXINIT = 20;
    private static final String KEYBOARD = "keyboard-interactive";

    private final Bench bench;
    private final Service service;
    private final SshClient modern;
    private final SshClient old;
    private boolean speaksOld;
    private final Set<String> offered = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("deprecation") // what devices spoke before is deprecated by now
    public SshLogin(Bench bench, Service service) {
        this.bench = bench;
        this.service = service;
        modern = started(ClientBuilder.builder().build());
        old = started(ClientBuilder.builder()
                .cipherFactories(List.of(
                        BuiltinCiphers.aes128ctr,
                        BuiltinCiphers.aes128cbc,
                        BuiltinCiphers.tripledescbc,
                        BuiltinCiphers.arcfour128))
                .macFactories(List.of(BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha1, BuiltinMacs.hmacmd5))
                .signatureFactories(List.of(
                        BuiltinSignatures.rsaSHA256,
                        BuiltinSignatures.rsa,
                        BuiltinSignatures.dsa,
                        BuiltinSignatures.nistp256))
                .keyExchangeFactories(NamedFactory.setUpTransformedFactories(
                        true,
                        List.of(BuiltinDHFactories.dhg14, BuiltinDHFactories.dhgex, BuiltinDHFactories.dhg1),
                        ClientBuilder.DH2KEX))
                .build());
    }

    private SshClient started(SshClient client) {
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setUserInteraction(UserInteraction.NONE);
        client.setUserAuthFactories(List.of(
                new Noticing(UserAuthPasswordFactory.INSTANCE),
                new Noticing(UserAuthKeyboardInteractiveFactory.INSTANCE)));
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        CoreModuleProperties.NIO_WORKERS.set(client, 1);
        client.start();
        return client;
    }

    /** Notes that a way to authenticate was offered: the library only makes what the server named. */
    private final class Noticing implements UserAuthFactory {

        private final UserAuthFactory factory;

        Noticing(UserAuthFactory factory) {
            this.factory = factory;
        }

        @Override
        public String getName() {
            return factory.getName();
        }

        @Override
        public UserAuth createUserAuth(ClientSession session) throws IOException {
            offered.add(getName());
            return factory.createUserAuth(session);
        }
    }

    /** Whether it goes on after its greeting as every server must (RFC 4253, section 7.1). */
    public static boolean isServer(Bench bench, Service service) {
        try (Wire wire = Wire.open(bench, service.endpoint(), false)) {
            wire.send("SSH-2.0-shisa_probe\r\n");
            byte[] said = wire.readUntil(bytes -> bytes.length > 300, KEX_MS, KEX_MS);
            int line = new String(said, StandardCharsets.ISO_8859_1).indexOf('\n');
            return line >= 0 && said.length > line + 6 && said[line + 6] == KEXINIT;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public Service service() {
        return service;
    }

    /** Tries nobody's password; afterwards {@link #takesPasswords} tells what was offered. */
    @Override
    public Tried withoutLogin() {
        Tried today = login("root", List.of());
        if (today.outcome() != Tried.Outcome.SILENT) {
            return today;
        }
        speaksOld = true;
        return login("root", List.of());
    }

    public boolean takesPasswords() {
        return offered.contains(UserAuthPasswordFactory.NAME) || offered.contains(KEYBOARD);
    }

    /** The library sends no empty ones. */
    @Override
    public boolean canTry(String password) {
        return !password.isEmpty();
    }

    @Override
    public Tried attempt(String user, String password) {
        bench.secrets().add(user, password);
        return login(user, List.of(password));
    }

    /** The clients are shared, and closed with this one. */
    @Override
    public Optional<Mechanism> over(Endpoint other) {
        return Optional.of(new Mechanism() {
            @Override
            public Service service() {
                return service.at(other);
            }

            @Override
            public Tried attempt(String user, String password) {
                bench.secrets().add(user, password);
                return login(other, user, List.of(password));
            }
        });
    }

    private Tried login(String user, List<String> passwords) {
        return login(service.endpoint(), user, passwords);
    }

    private Tried login(Endpoint endpoint, String user, List<String> passwords) {
        bench.budget().spend();
        List<String> log = new ArrayList<>();
        try (ClientSession session = (speaksOld ? old : modern)
                .connect(user, endpoint.socket())
                .verify(WAIT)
                .getClientSession()) {
            log.add("server " + session.getServerVersion());
            passwords.forEach(session::addPasswordIdentity);
            try {
                session.auth().verify(WAIT);
                log.add("accepted");
                return tried(Tried.Outcome.ACCEPTED, user, log);
            } catch (IOException e) {
                log.add(String.valueOf(e.getMessage()));
                boolean answered = String.valueOf(e.getMessage()).contains("No more authentication methods");
                return tried(answered ? Tried.Outcome.REFUSED : Tried.Outcome.SILENT, user, log);
            }
        } catch (IOException e) {
            log.add(String.valueOf(e.getMessage()));
            return tried(Tried.Outcome.SILENT, user, log);
        }
    }

    private Tried tried(Tried.Outcome outcome, String user, List<String> log) {
        return new Tried(
                outcome, new Exchange("SSH log-in as " + user, bench.secrets().mask(String.join("; ", log))));
    }

    @Override
    public void close() {
        modern.stop();
        old.stop();
    }
}
