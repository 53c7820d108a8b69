package org.strongroom.server.query;

class QueryLanguageOnPostgresTest extends QueryLanguageSpecification {
  QueryLanguageOnPostgresTest() {
    super(CatalogFixture.POSTGRES);
  }
}
