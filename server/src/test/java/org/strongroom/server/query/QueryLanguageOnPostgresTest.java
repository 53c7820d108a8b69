package org.strongroom.server.query;

import org.strongroom.server.fixture.CatalogKind;

class QueryLanguageOnPostgresTest extends QueryLanguageSpecification {
  QueryLanguageOnPostgresTest() {
    super(CatalogKind.POSTGRESQL);
  }
}
