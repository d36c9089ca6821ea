package io.parley.e2e.ledger.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network of the ledger test does what its faults say, or they prove nothing. */
class TcpProxyTests {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int IMPATIENCE_MILLIS = 200;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void passesOnWhatBothSay() throws IOException {
        var client = connect(TcpProxy.to(server('a')));

        assertThat(says(client, 'x')).isEqualTo('a');
        assertThat(says(client, 'y')).isEqualTo('a');
    }

    @Test
    void cutsWhatIsChosen() throws IOException {
        var proxy = TcpProxy.to(server('a'));
        var client = connect(proxy);
        says(client, 'x');

        assertThat(proxy.cut(_ -> true)).isEqualTo(1);

        assertThat(isOver(client)).isTrue();
        assertThat(says(connect(proxy), 'x')).isEqualTo('a');
    }

    @Test
    void holdsBackWhatPasses() throws IOException {
        var proxy = TcpProxy.to(server('a'));
        var client = connect(proxy);
        proxy.delay(Duration.ofMillis(150));
        long from = System.nanoTime();

        says(client, 'x');

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void swallowsWithoutAWordAndCutsAfterwards() throws IOException {
        var proxy = TcpProxy.to(server('a'));
        var client = connect(proxy);
        says(client, 'x');
        proxy.swallow(true);
        client.setSoTimeout(IMPATIENCE_MILLIS);

        assertThatThrownBy(() -> says(client, 'y')).isInstanceOf(SocketTimeoutException.class);
        var late = connect(proxy);
        late.setSoTimeout(IMPATIENCE_MILLIS);
        assertThatThrownBy(() -> says(late, 'y')).isInstanceOf(SocketTimeoutException.class);

        proxy.swallow(false);
        client.setSoTimeout(PATIENCE_MILLIS);
        late.setSoTimeout(PATIENCE_MILLIS);
        assertThat(isOver(client)).isTrue();
        assertThat(isOver(late)).isTrue();
        assertThat(says(connect(proxy), 'x')).isEqualTo('a');
    }

    @Test
    void leavesWhatSaidNothingMeanwhile() throws IOException {
        var proxy = TcpProxy.to(server('a'));
        var client = connect(proxy);
        says(client, 'x');

        proxy.swallow(true);
        proxy.swallow(false);

        assertThat(says(client, 'y')).isEqualTo('a');
    }

    @Test
    void takesTurnsAmongThoseThatAreThere() throws IOException {
        var gone = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        var proxy = TcpProxy.to(server('a'), gone);
        proxy.add(server('b'));

        assertThat(List.of(says(connect(proxy), 'x'), says(connect(proxy), 'x'), says(connect(proxy), 'x')))
                .contains('a', 'b');
    }

    private Socket connect(TcpProxy proxy) throws IOException {
        open.add(proxy);
        var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(PATIENCE_MILLIS);
        open.add(client);
        return client;
    }

    /** The answer. */
    private static char says(Socket client, char what) throws IOException {
        client.getOutputStream().write(what);
        return (char) client.getInputStream().read();
    }

    private static boolean isOver(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException reset) {
            return !(reset instanceof SocketTimeoutException);
        }
    }

    /** Answers everything with its name. */
    private InetSocketAddress server(char name) throws IOException {
        var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> serve(server, name));
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private static void serve(ServerSocket server, char name) {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().start(() -> answer(client, name));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket client, char name) {
        try (client) {
            while (client.getInputStream().read() >= 0) {
                client.getOutputStream().write(name);
            }
        } catch (IOException cut) {
            return;
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
