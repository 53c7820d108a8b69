package org.strongroom.bench.server;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Callers that do what they should not, over and over, from an address of their own. */
public final class Attack implements AutoCloseable {
  private static final String SOURCE = "127.0.0.2";
  private static final String LOG_IN =
      "{\"logInByAccount\":{\"accountName\":\"admin\",\"password\":\"%s\"}}"
          .formatted("0".repeat(128));

  private static final int GREETING_BYTES = 18;
  private static final long OPTION = 0x49484156454F5054L;
  private static final int OPTION_GO = 7;
  private static final int GUESSES = 8;
  private static final String NAME = "x".repeat(32);

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  private Attack(List<Runnable> loops) {
    for (Runnable loop : loops) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (!ended) {
                  loop.run();
                }
              }));
    }
  }

  /** Begins; each loop runs again as soon as it has ended. */
  public static Attack begin(List<Runnable> loops) {
    return new Attack(loops);
  }

  /** As many loops of a kind. */
  public static List<Runnable> times(int loops, Runnable loop) {
    return Collections.nCopies(loops, loop);
  }

  /** A log-in with a wrong password. */
  public static Runnable logIn(URI server) {
    return () -> exchange(server, request("PUT", "/accounts/login", "none", LOG_IN));
  }

  /** A call that reads. */
  public static Runnable get(URI server, String authorization, String path) {
    return () -> exchange(server, request("GET", path, authorization, ""));
  }

  /** A call that acts; its job is not waited for. */
  public static Runnable put(URI server, String authorization, String path, String body) {
    return () -> exchange(server, request("PUT", path, authorization, body));
  }

  /** The creation of a zone with so many tags. */
  public static Runnable tags(URI server, String authorization, int tags) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < tags; i++) {
      list.append(i == 0 ? "" : ",").append('"').append(i).append('"');
    }
    String body = "{\"params\":{\"name\":\"tagged\",\"userTags\":[%s]}}".formatted(list);
    return () -> exchange(server, request("POST", "/zones", authorization, body));
  }

  /** Connections that each announce a body and send most of it, held for as long as they are. */
  public static Runnable halfBodies(URI server, int connections) {
    String half =
        request("PUT", "/accounts/login", "none", "x".repeat(1_000_000)).substring(0, 900_000);
    return held(server, connections, half);
  }

  /** Connections that each ask for a file and take nothing of it. */
  public static Runnable unreadFiles(
      URI server, String authorization, String path, int connections) {
    return held(server, connections, request("GET", path, authorization, ""));
  }

  /** Connections that each ask for the console's stream of events. */
  public static Runnable streams(URI server, String cookie, int connections) {
    return held(
        server,
        connections,
        "GET /console/events-stream HTTP/1.1\r\nHost: bench\r\nCookie: %s\r\n\r\n"
            .formatted(cookie));
  }

  private static Runnable held(URI server, int connections, String sent) {
    return () -> {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < connections && !Thread.currentThread().isInterrupted(); i++) {
          Socket socket = connect(server);
          sockets.add(socket);
          socket.setSoTimeout(1);
          socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        }
        Thread.sleep(10_000);
      } catch (IOException e) {
        pause(); // the server has cut one off
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        sockets.forEach(Attack::close);
      }
    };
  }

  /** A caller of NBD who tries names until it is cut off. */
  public static Runnable guesses(URI export) {
    return () -> {
      try (Socket socket = connect(export)) {
        var out = new DataOutputStream(socket.getOutputStream());
        socket.getInputStream().skipNBytes(GREETING_BYTES);
        out.writeInt(1);
        for (int guess = 0; guess < GUESSES; guess++) {
          out.writeLong(OPTION);
          out.writeInt(OPTION_GO);
          out.writeInt(Integer.BYTES + NAME.length() + Short.BYTES);
          out.writeInt(NAME.length());
          out.writeBytes(NAME);
          out.writeShort(0);
        }
        out.flush();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        pause();
      }
      pause();
    };
  }

  private static String request(String method, String path, String authorization, String body) {
    return "%s /zstack/v1%s HTTP/1.1\r\nHost: bench\r\nAuthorization: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(method, path, authorization, body.length(), body);
  }

  private static void exchange(URI server, String request) {
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      pause();
    }
    pause();
  }

  private static Socket connect(URI server) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(SOURCE, 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 10_000);
    return socket;
  }

  /** A moment: the attackers share the processors with what they attack. */
  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      pause();
    }
  }

  @Override
  public void close() {
    ended = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(15_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
