package org.strongroom.server.notification;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.strongroom.server.notification.Outbox.Claimed;

/** Mail by an SMTP server, whose certificate has to be that of its name. */
final class MailWay implements Way<Target.Mail> {
  private static final String CONNECT_MILLIS = "10000";
  private static final String SILENCE_MILLIS = "20000";

  private final SSLContext trust;
  private final InstantSource clock;

  /**
   * Speaks SMTP.
   *
   * @param trust whose certificates are believed
   */
  MailWay(SSLContext trust, InstantSource clock) {
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public void tell(Target.Mail target, Claimed message, Consumer<Runnable> sending)
      throws IOException {
    var sockets = new AbortableSockets(trust.getSocketFactory());
    sending.accept(sockets::abort);
    Session session = Session.getInstance(properties(target, sockets));
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(target.host(), target.port(), target.username(), target.password());
      MimeMessage mail = mail(target, message, session);
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      throw new IOException(reason(e), e);
    }
  }

  private static Properties properties(Target.Mail target, AbortableSockets sockets) {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", SILENCE_MILLIS);
    properties.put("mail.smtp.auth", String.valueOf(target.username() != null));
    boolean tls = target.security().equals("Tls");
    boolean startTls = target.security().equals("StartTls");
    properties.put("mail.smtp.ssl.enable", String.valueOf(tls));
    properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
    properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", sockets);
    properties.put("mail.smtp.socketFactory", sockets.plain());
    properties.put("mail.smtp.socketFactory.fallback", "false");
    return properties;
  }

  private MimeMessage mail(Target.Mail target, Claimed message, Session session)
      throws MessagingException {
    MimeMessage mail = new Named(session, message.uuid(), target.sender());
    mail.setFrom(new InternetAddress(target.sender()));
    for (String recipient : target.recipients()) {
      mail.addRecipient(RecipientType.TO, new InternetAddress(recipient));
    }
    mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
    mail.setText(message.body(), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.saveChanges();
    return mail;
  }

  /** The library tells the server's words in the exception beneath. */
  private static String reason(MessagingException e) {
    Exception next = e.getNextException();
    String more = next == null || next.getMessage() == null ? "" : ": " + next.getMessage();
    return (String.valueOf(e.getMessage()) + more).strip();
  }

  /** One whose id is the delivery's, so that it is the same mail if it comes twice. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String uuid, String sender) {
      super(session);
      this.id = "<" + uuid + sender.substring(sender.lastIndexOf('@')).replace(">", "") + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
