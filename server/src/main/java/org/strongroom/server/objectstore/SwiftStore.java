package org.strongroom.server.objectstore;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.objectstore.AddSwiftBackupStorage;
import org.strongroom.api.objectstore.UpdateSwiftBackupStorage;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftAccess.Interface;
import org.strongroom.storage.driver.swift.session.SwiftLogin;
import org.strongroom.storage.driver.swift.session.SwiftLogin.ApplicationCredential;
import org.strongroom.storage.driver.swift.session.SwiftLogin.Password;

/** A container of OpenStack Swift, or the part of one behind a prefix. */
public record SwiftStore(SwiftAccess access, Optional<String> caCertificate, OptionalLong capacity)
    implements ObjectStore {
  private static final String CA_CERTIFICATE = "caCertificate";
  private static final String DOMAIN = "domainName";
  private static final String PROJECT = "projectName";
  private static final String PROJECT_DOMAIN = "projectDomainName";
  private static final String INTERFACE = "endpointInterface";
  private static final String CREATE = "createContainer";
  private static final String POLICY = "storagePolicy";
  private static final String LOGIN = "login";
  private static final String APPLICATION = "applicationCredential";

  /**
   * What is to be added.
   *
   * @throws ApiException SYS.1007 for the first part that cannot be taken
   */
  public static SwiftStore of(AddSwiftBackupStorage request) {
    SwiftLogin login =
        login(
            StoreFields.text(request.username()),
            StoreFields.text(request.password()),
            StoreFields.text(request.applicationCredentialId()),
            StoreFields.text(request.applicationCredentialSecret()),
            StoreFields.text(request.domainName()),
            StoreFields.text(request.projectName()),
            StoreFields.text(request.projectDomainName()));
    return checked(
        request.authUrl(),
        login,
        StoreFields.text(request.region()),
        endpoint(request.endpointInterface()),
        container(request.container()),
        StoreFields.prefix(request.prefix()),
        request.createContainer(),
        StoreFields.text(request.storagePolicy()),
        StoreFields.certificates(request.caCertificate()),
        request.totalCapacity());
  }

  /**
   * The store after a change.
   *
   * @throws ApiException SYS.1007 for the first part that cannot be taken
   */
  public SwiftStore changed(UpdateSwiftBackupStorage request) {
    boolean application =
        request.applicationCredentialId() != null || request.applicationCredentialSecret() != null;
    boolean user =
        request.username() != null
            || request.password() != null
            || request.domainName() != null
            || request.projectName() != null
            || request.projectDomainName() != null;
    SwiftLogin login = access.login();
    if (application || user) {
      Optional<Password> before =
          login instanceof Password password ? Optional.of(password) : Optional.empty();
      Optional<ApplicationCredential> other =
          login instanceof ApplicationCredential one ? Optional.of(one) : Optional.empty();
      login =
          login(
              given(
                  request.username(),
                  application ? Optional.empty() : before.map(Password::username)),
              given(
                  request.password(),
                  application ? Optional.empty() : before.map(Password::password)),
              given(
                  request.applicationCredentialId(),
                  user ? Optional.empty() : other.map(ApplicationCredential::id)),
              given(
                  request.applicationCredentialSecret(),
                  user ? Optional.empty() : other.map(ApplicationCredential::secret)),
              given(request.domainName(), before.flatMap(Password::userDomain)),
              given(request.projectName(), before.flatMap(Password::project)),
              given(request.projectDomainName(), before.flatMap(Password::projectDomain)));
    }
    String url = Optional.ofNullable(request.authUrl()).orElse(access.authUrl().toString());
    boolean secretGiven =
        request.password() != null || request.applicationCredentialSecret() != null;
    if (!url.equals(access.authUrl().toString()) && !secretGiven) {
      // whoever it is sent to can use it
      throw ApiException.invalid(
          "the password, or the secret of the application credential, has to be given again with"
              + " another authUrl");
    }
    return checked(
        url,
        login,
        given(request.region(), access.region()),
        request.endpointInterface() == null
            ? access.endpointInterface()
            : endpoint(request.endpointInterface()),
        access.container(),
        access.prefix(),
        access.createContainer(),
        access.storagePolicy(),
        request.caCertificate() == null
            ? caCertificate
            : StoreFields.certificates(request.caCertificate()),
        request.totalCapacity() == null ? ObjectStore.given(capacity) : request.totalCapacity());
  }

  private static Optional<String> given(@Nullable String text, Optional<String> kept) {
    return text == null ? kept : StoreFields.text(text);
  }

  private static Interface endpoint(@Nullable String text) {
    return StoreFields.text(text)
        .map(name -> Interface.valueOf(name.toUpperCase(Locale.ROOT)))
        .orElse(Interface.PUBLIC);
  }

  private static String container(String name) {
    boolean good =
        !name.isBlank()
            && !name.contains("/")
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(Character::isISOControl);
    if (!good) {
      throw ApiException.invalid(
          "container has from 1 to 256 characters, no slash and no control characters");
    }
    return name;
  }

  private static SwiftLogin login(
      Optional<String> username,
      Optional<String> password,
      Optional<String> id,
      Optional<String> secret,
      Optional<String> domain,
      Optional<String> project,
      Optional<String> projectDomain) {
    if (id.isPresent() || secret.isPresent()) {
      if (username.isPresent() || password.isPresent()) {
        throw ApiException.invalid(
            "give 'username' and 'password', or an application credential, not both");
      }
      if (id.isEmpty() || secret.isEmpty()) {
        throw ApiException.invalid(
            "an application credential needs 'applicationCredentialId' and"
                + " 'applicationCredentialSecret'");
      }
      return new ApplicationCredential(id.get(), secret.get());
    }
    if (username.isEmpty() || password.isEmpty()) {
      throw ApiException.invalid(
          "'username' and 'password' are needed, or 'applicationCredentialId' and"
              + " 'applicationCredentialSecret'");
    }
    return new Password(username.get(), password.get(), domain, project, projectDomain);
  }

  private static SwiftStore checked(
      String authUrl,
      SwiftLogin login,
      Optional<String> region,
      Interface endpoint,
      String container,
      String prefix,
      boolean createContainer,
      Optional<String> storagePolicy,
      Optional<String> caCertificate,
      @Nullable Long capacity) {
    return new SwiftStore(
        new SwiftAccess(
            URI.create(StoreFields.url("authUrl", authUrl)),
            login,
            region,
            endpoint,
            container,
            prefix,
            createContainer,
            storagePolicy),
        caCertificate,
        ObjectStore.given(capacity));
  }

  /** Out of a row. */
  public static SwiftStore of(StoreColumns columns, String secret) {
    String name = String.valueOf(columns.username());
    SwiftLogin login =
        columns.option(LOGIN).filter(APPLICATION::equals).isPresent()
            ? new ApplicationCredential(name, secret)
            : new Password(
                name,
                secret,
                columns.option(DOMAIN),
                columns.option(PROJECT),
                columns.option(PROJECT_DOMAIN));
    return new SwiftStore(
        new SwiftAccess(
            URI.create(columns.endpoint()),
            login,
            Optional.ofNullable(columns.region()),
            columns.option(INTERFACE).map(Interface::valueOf).orElse(Interface.PUBLIC),
            columns.bucketName(),
            columns.prefix(),
            columns.option(CREATE).isPresent(),
            columns.option(POLICY)),
        columns.option(CA_CERTIFICATE),
        columns.room());
  }

  @Override
  public String url() {
    return access.url();
  }

  @Override
  public StoreColumns columns() {
    Optional<Password> user =
        access.login() instanceof Password password ? Optional.of(password) : Optional.empty();
    return new StoreColumns(
        access.authUrl().toString(),
        access.container(),
        access.prefix(),
        access.region().orElse(null),
        switch (access.login()) {
          case Password password -> password.username();
          case ApplicationCredential credential -> credential.id();
        },
        StoreColumns.json(
            Map.of(
                LOGIN, user.isPresent() ? Optional.empty() : Optional.of(APPLICATION),
                DOMAIN, user.flatMap(Password::userDomain),
                PROJECT, user.flatMap(Password::project),
                PROJECT_DOMAIN, user.flatMap(Password::projectDomain),
                INTERFACE, Optional.of(access.endpointInterface().name()),
                CREATE, access.createContainer() ? Optional.of("true") : Optional.empty(),
                POLICY, access.storagePolicy(),
                CA_CERTIFICATE, caCertificate)),
        ObjectStore.given(capacity));
  }

  @Override
  public String secret() {
    return switch (access.login()) {
      case Password password -> password.password();
      case ApplicationCredential credential -> credential.secret();
    };
  }
}
