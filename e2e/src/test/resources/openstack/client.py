"""Speaks to a cloud through OpenStack's own client libraries.

Each line of standard input is a request as JSON, each line of standard output its answer:

  {"do": "request", "method": "GET", "path": "/backup-nodes", "headers": {}, "json": {...}}
      through the endpoint of volumev3 that the catalog names; "microversion" if wanted
  {"do": "sdk", "path": "/backup-nodes"}     openstacksdk: conn.block_storage.get(path)
  {"do": "microversions"}                    what keystoneauth discovers of volumev3
  {"do": "token"}                            the session's present token

The cloud and the user come from the environment, as for the command "openstack" (OS_AUTH_URL, ...).
"""

import json
import os
import sys

import openstack
from keystoneauth1 import session
from keystoneauth1.identity import generic

VOLUME = {"service_type": "volumev3", "interface": "public"}


class Cloud:
    def __init__(self, environment):
        self.auth = generic.Password(
            auth_url=environment["OS_AUTH_URL"],
            username=environment["OS_USERNAME"],
            password=environment["OS_PASSWORD"],
            project_name=environment["OS_PROJECT_NAME"],
            user_domain_name="Default",
            project_domain_name="Default",
        )
        self.session = session.Session(auth=self.auth)
        self.connection = openstack.connection.Connection(
            session=self.session, region_name=environment.get("OS_REGION_NAME")
        )

    def request(self, call):
        options = {}
        if "json" in call:
            options["json"] = call["json"]
        if "microversion" in call:
            options["microversion"] = call["microversion"]
        response = self.session.request(
            call["path"],
            call["method"],
            endpoint_filter=VOLUME,
            headers=call.get("headers", {}),
            raise_exc=False,
            **options,
        )
        return answer(response)

    def sdk(self, call):
        return answer(self.connection.block_storage.get(call["path"]))

    def microversions(self, call):
        data = self.auth.get_endpoint_data(
            self.session, service_type="block-storage", interface="public", discover_versions=True
        )
        return {
            "url": data.url,
            "min": text(data.min_microversion),
            "max": text(data.max_microversion),
        }

    def token(self, call):
        return {"token": self.session.get_token()}


def text(version):
    return None if version is None else ".".join(str(part) for part in version)


def answer(response):
    return {
        "status": response.status_code,
        "body": response.text,
        "headers": {name.lower(): value for name, value in response.headers.items()},
    }


def main(environment):
    cloud = Cloud(environment)
    for line in sys.stdin:
        call = json.loads(line)
        try:
            reply = getattr(cloud, call["do"])(call)
        except Exception as error:  # the test is told what the library thought of it
            reply = {"error": "%s: %s" % (type(error).__name__, error)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main(os.environ)
