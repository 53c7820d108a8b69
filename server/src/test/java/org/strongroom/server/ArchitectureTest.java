package org.strongroom.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.jooq.ResultQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of the house, as docs/design.md draws them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private static final String[] WEB = {"io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."};
  private static final String[] SQL = {"org.jooq..", "java.sql..", "javax.sql..", "org.flywaydb.."};

  private final JavaClasses house =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.strongroom.api", "org.strongroom.storage", "org.strongroom.server");

  private void check(ArchRule rule) {
    rule.check(house);
  }

  @Test
  void onlyFacesKnowTheWebServer() {
    check(
        noClasses()
            .that(
                resideInAPackage("org.strongroom..")
                    .and(not(resideInAPackage("org.strongroom.server.face.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WEB));
  }

  @Test
  void nobodyBehindTheFacesKnowsThem() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.strongroom.server.(*)..")
            .and()
            .resideOutsideOfPackage("org.strongroom.server.face..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.strongroom.server.face.."));
  }

  @Test
  void facesLeaveTheDatabaseToTheServices() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.strongroom.server.face..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SQL)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.strongroom.server.catalog.."));
  }

  /** A cursor that is not read to its end holds a snapshot: SQLite then cannot checkpoint. */
  @Test
  void resultsAreFetchedWhole() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                target(owner(assignableTo(ResultQuery.class)))
                    .and(target(nameMatching("stream|fetchStream.*|fetchLazy|fetchSize")))));
  }

  /**
   * The root of a chroot is no mount point, and then the JDK finds no file store for what it has.
   */
  @Test
  void roomIsAskedForWithoutMountPoints() {
    check(noClasses().should().callMethod(Files.class, "getFileStore", Path.class));
  }

  @Test
  void storagesKnowNeitherDatabaseNorServer() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.strongroom.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SQL)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("org.strongroom.server..", "org.strongroom.api.."));
  }

  @Test
  void declarationsKnowNobody() {
    check(
        classes()
            .that()
            .resideInAPackage("org.strongroom.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.strongroom.api..", "java..", "org.jspecify.."));
  }

  @Test
  void theCatalogAndTheJobEngineKnowNoService() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("org.strongroom.server.catalog..", "org.strongroom.server.job..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.strongroom.server..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "org.strongroom.server.catalog..",
                                "org.strongroom.server.job..",
                                "org.strongroom.server.caller..",
                                "org.strongroom.server.audit..",
                                "org.strongroom.server.secret..")))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.strongroom.server.(**)",
        "org.strongroom.api.(**)",
        "org.strongroom.storage.(**)"
      })
  void packagesFormNoCircle(String packages) {
    check(slices().matching(packages).should().beFreeOfCycles());
  }

  @Test
  void timeComesFromOutside() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.strongroom.server.Main")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Clock.class, "system", java.time.ZoneId.class));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .resideInAnyPackage("..common..", "..util.."));
  }
}
