package org.strongroom.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The command line tool knows the declarations of the operations, and nothing else of the house.
 */
class ArchitectureTest {
  private static final JavaClasses TOOL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.strongroom.cli");

  @Test
  void itKnowsTheDeclarationsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.strongroom.server..", "org.strongroom.storage..", "io.javalin..", "org.jooq..")
        .check(TOOL);
  }

  @Test
  void packagesFormNoCircle() {
    slices().matching("org.strongroom.cli.(**)").should().beFreeOfCycles().check(TOOL);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .check(TOOL);
  }
}
