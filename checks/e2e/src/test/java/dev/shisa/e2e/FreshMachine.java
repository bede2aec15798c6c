package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Debian of its own, made by debootstrap: the smallest that there is, an ordinary user and the JDK of this test under
 * {@code /opt/jdk}. What runs there is in namespaces of mounts and processes that end with it. Needs root, and the packages
 * come from where this machine's apt gets them.
 */
final class FreshMachine implements AutoCloseable {

    /** Who is not root there. */
    static final String USER = "maker";

    private static final long MINUTES_MAX = 120;

    private final Path folder;

    private FreshMachine(Path folder) {
        this.folder = folder;
    }

    /**
     * What became of a command.
     *
     * @param exitCode its own, 124 if it took too long
     */
    record Ended(int exitCode, String said) {

        void succeeds() {
            assertThat(exitCode).as(said).isZero();
        }
    }

    /** Makes one below {@code -Dmachine.folder}, by default the folder for temporary files; that takes minutes. */
    static FreshMachine make() throws IOException, InterruptedException {
        Path within = Path.of(System.getProperty("machine.folder", System.getProperty("java.io.tmpdir", "/tmp")));
        FreshMachine machine = new FreshMachine(Files.createTempDirectory(within, "shisa-machine"));
        // Its release and mirror are those of this machine; whatever apt is told about proxies goes along.
        here(machine.folder, """
            set -eu
            . /etc/os-release
            mirror=$(apt-get indextargets --format '$(IDENTIFIER)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)' |
                sed -n "s/^Packages|$VERSION_CODENAME|main|//p" | head -n 1)
            test -n "$mirror" || { echo "apt knows no mirror for $VERSION_CODENAME" >&2; exit 1; }
            debootstrap --variant=minbase "$VERSION_CODENAME" root "$mirror" >debootstrap.log 2>&1 || {
                tail -n 20 debootstrap.log >&2; exit 1; }
            apt-config dump Acquire >root/etc/apt/apt.conf.d/10as-outside
            chroot root apt-get update -qq
            chroot root useradd --create-home --shell /bin/sh %s
            mkdir -p root/opt/jdk
            cp /etc/resolv.conf /etc/hosts root/etc/
            """.formatted(USER)).succeeds();
        return machine;
    }

    Path root() {
        return folder.resolve("root");
    }

    /** Tracked files as they are now, and what Maven fetched before, so that the registry is asked for nothing twice. */
    void takesTheRepository() throws IOException, InterruptedException {
        here(ShisaProcess.home(), """
            set -eu
            home='%s/home/%s'
            mkdir -p "$home/shisa" "$home/.m2"
            git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -a -t "$home/shisa"
            if [ -d ~/.m2/repository ]; then cp -a ~/.m2/repository "$home/.m2/"; fi
            if [ -f ~/.m2/settings.xml ]; then cp ~/.m2/settings.xml "$home/.m2/"; fi
            mkdir -p '%s/root/.m2' && ln -s '/home/%s/.m2/repository' '%s/root/.m2/repository'
            chroot '%s' chown -R %s:%s /home/%s
            """.formatted(root(), USER, root(), USER, root(), root(), USER, USER, USER))
                .succeeds();
    }

    /** Runs a line of the shell there, in the folder of the repository if it is there. */
    Ended run(String user, String line) throws IOException, InterruptedException {
        Process process = command(user, line).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** Starts a server there, and ends it when it says that it is ready, a demonstration when it is filled. */
    String runUntilReady(String user, String line) throws IOException {
        try (Served served = serve(user, line)) {
            return served.said();
        }
    }

    /** Starts a server there and lets it run. */
    Served serve(String user, String line) throws IOException {
        return Served.start(command(user, line));
    }

    /**
     * Boots its systemd, with the repository under {@code /opt/shisa}. Its network is that of this machine. Ends with the
     * process.
     */
    Process boot() throws IOException {
        return new ProcessBuilder(
                        "systemd-nspawn",
                        "--register=no",
                        "--keep-unit",
                        "--quiet",
                        "--directory=" + root(),
                        "--bind-ro=" + System.getProperty("java.home") + ":/opt/jdk",
                        "--bind-ro=" + ShisaProcess.home() + ":/opt/shisa",
                        "--boot")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("boot.log").toFile())
                .start();
    }

    private ProcessBuilder command(String user, String line) {
        String jdk = Path.of(System.getProperty("java.home")).toString();
        // This shell is process 1 there: when it ends, everything does. It gets a root of its own instead of a
        // chroot, from within which the kernel makes no user namespaces.
        String mounts = """
            set -e
            mount --bind root root
            mount -t proc proc root/proc
            mount --rbind /dev root/dev
            mount --rbind /sys root/sys
            mount --bind '%s' root/opt/jdk
            cd root
            pivot_root . mnt
            umount --lazy /mnt
            exec chroot --userspec=%s / env -i HOME="$1" PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \\
                LANG=C.UTF-8 SHISA_JDK=/opt/jdk sh -c "cd; cd $2 2>/dev/null; $3" </dev/null
            """.formatted(jdk, user);
        return new ProcessBuilder(
                        "timeout",
                        MINUTES_MAX + "m",
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "sh",
                        "-c",
                        mounts,
                        "sh",
                        user.equals("root") ? "/root" : "/home/" + user,
                        "/home/" + USER + "/shisa",
                        line)
                .directory(folder.toFile())
                .redirectErrorStream(true);
    }

    private static Ended here(Path folder, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    @Override
    public void close() throws IOException {
        try {
            // Mounts are gone with their namespaces.
            here(folder, "rm -rf --one-file-system root debootstrap.log boot.log && rmdir \"$PWD\"");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
