# Needs GNU make 3.81 and Python 3.11 or newer, nothing else: the rest is installed into .venv, and uv, which does it,
# into .uv. Stamps tell what is done, so a second `make run` starts at once and a changed requirements file installs again.

# Modules compiled on the first start are what makes the second one quick, so this never holds here.
unexport PYTHONDONTWRITEBYTECODE

UV_VERSION := 0.13.9
PATH_UV := $(shell command -v uv 2>/dev/null)
# An environment whose Python was upgraded away has links to nowhere: then everything is made again.
BROKEN := $(shell test -x .venv/bin/python || echo again)
python := .venv/bin/python
uv := $(if $(PATH_UV),uv,.uv/bin/uv)

.DEFAULT_GOAL := help
.PHONY: help run test check lint lock advisories sbom rehearse chaos fuzz bench accuracy clean again
.DELETE_ON_ERROR:
again:

help: ## this list
	@echo "Patchline. What make can do here:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo "Settings come from the environment, so this works: make run PORT=8001"

run: .venv/.installed ## start the bot on this machine; the first time, set everything up
	@exec $(python) -m flask serve

test: .venv/.installed-dev ## run every test this machine can run (STRICT=1: fail when something is missing; ARGS=...: for pytest)
	@exec $(python) -m tests.environment $(if $(STRICT),--strict) $(ARGS)

check: lint test ## all that has to be green: lint, then test

lint: .venv/.installed-dev ## format, lint, types, known faults of what is installed, flows
	@$(python) -m ruff format --check --quiet . || { echo 'Mend it with: $(python) -m ruff format .' >&2; exit 1; }
	@$(python) -m ruff check --quiet .
	@$(python) -m mypy
	@$(python) -m tests.supply_chain check
	@$(python) -m flask flows check
	@$(python) -m flask flows understand --report

# Of any registry, and for each system: what is locked names none.
locking := $(uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

lock: .venv/pyvenv.cfg ## write requirements.txt and requirements-dev.txt from the .in files (ARGS=--upgrade: newer versions of the rest)
	@$(locking) $(ARGS) requirements.in -o requirements.txt
	@$(locking) $(ARGS) -c requirements.txt requirements-dev.in -o requirements-dev.txt

advisories: .venv/.installed-dev ## look up known faults of what is installed, and keep them in advisories.json
	@exec $(python) -m tests.supply_chain look-up

sbom: .venv/.installed-dev ## write the bill of materials of a release, build/sbom.json (ARGS=FILE: elsewhere)
	@exec $(python) -m tests.supply_chain sbom $(ARGS)

rehearse: .venv/.installed-dev ## run each command of the deployment files in an empty folder
	@exec $(python) -m tests.rehearsal

chaos: .venv/.installed-dev ## kill everything while an alert goes out, then count who got what (some ten minutes; ARGS=...)
	@exec $(python) -m tests.chaos $(ARGS)

fuzz: .venv/.installed-dev ## ask hostile things of every route, on each database (some ten minutes; ARGS=...)
	@exec $(python) -m tests.fuzz $(ARGS)

bench: .venv/.installed-dev ## measure requests a second and CPU per request
	@exec $(python) -m tests.bench $(ARGS)

accuracy: .venv/.installed-dev ## measure how often the answer is right
	@exec $(python) -m tests.accuracy $(ARGS)

clean: ## remove what make installed and what tools cached; instance/ (keys, database) stays
	@rm -rf .venv .uv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The environment -------------------------------------------------------------------------------------------------

# The version that the tests run on comes first, a newer one is taken where there is no other.
define find_python
for below in '(3, 14)' '(9,)'; do for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python) ''; do \
  "$$python" -c "import sys; sys.exit(not (3, 11) <= sys.version_info < $$below)" >/dev/null 2>&1 && break 2; \
done; done; \
test -n "$$python" || { \
  found=$$("$(or $(PYTHON),python3)" -V 2>&1) || found="no $(or $(PYTHON),python3)"; \
  echo "Patchline needs Python 3.11 or newer; found here: $$found." >&2; \
  echo "Install one from your system's packages or python.org. One that make does not find: make run PYTHON=/path/to/python3" >&2; \
  exit 1; }
endef

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what tests and checks ..."
	@$(uv) pip install --quiet --python $(python) --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.installed: requirements.txt .venv/pyvenv.cfg
	@echo "Installing requirements.txt ..."
	@# Our own modules are compiled meanwhile: the first start is as much sooner.
	@$(python) -m compileall -qq bot & $(uv) pip install --quiet --python $(python) --require-hashes -r requirements.txt && wait
	@touch $@

# uv instead of pip and venv: seconds instead of a minute, and Debian's Python has no ensurepip.
.venv/pyvenv.cfg: $(BROKEN) $(if $(PATH_UV),,.uv/bin/uv)
	@$(find_python); \
	echo "Making .venv with $$("$$python" -V) ..."; \
	rm -rf .venv && $(uv) venv --quiet --python "$$python" .venv

# With pip, or with the pip that a virtual environment brings.
.uv/bin/uv:
	@$(find_python); \
	echo "Setting up, once ..."; \
	rm -rf .uv; \
	if "$$python" -c "import pip" >/dev/null 2>&1; then pip="$$python"; \
	elif "$$python" -m venv .uv/pip >/dev/null 2>&1; then pip=.uv/pip/bin/python; \
	else rm -rf .uv; \
	  echo "$$("$$python" -V) here has neither pip nor venv, and there is no uv. Install one of the three, then run make again:" >&2; \
	  echo "on Debian and Ubuntu 'apt install python3-pip', on Fedora 'dnf install python3-pip'." >&2; \
	  exit 1; \
	fi; \
	"$$pip" -m pip -qq --disable-pip-version-check install --no-deps --target .uv uv==$(UV_VERSION) || { \
	  echo "uv could not be installed with pip (see above); try again, or install uv yourself." >&2; exit 1; }
