"""The pages about officials: who represents a place, one official, corrections, lines, lists, terms, and the tables' age."""

from flask import Blueprint

from bot.web.console.officials import corrections, find, lines, lists, person, tables, terms

bp = Blueprint("officials", __name__)

bp.add_url_rule("/officials", "show", find.show)
bp.add_url_rule("/officials", "locate", find.locate, methods=["POST"])
bp.add_url_rule("/officials/who/<path:id>", "person", person.show)
bp.add_url_rule("/officials/correct/<path:id>", "correct", person.correct, methods=["POST"])
bp.add_url_rule("/officials/corrections", "corrections", corrections.show)
bp.add_url_rule("/officials/uncorrect", "uncorrect", corrections.uncorrect, methods=["POST"])
bp.add_url_rule("/officials/lines", "lines", lines.show)
bp.add_url_rule("/officials/lines/clear", "clear_line", lines.clear, methods=["POST"])
bp.add_url_rule("/officials/lists", "lists", lists.show)
bp.add_url_rule("/officials/lists/template.csv", "list_template", lists.template)
bp.add_url_rule("/officials/lists/upload", "upload_list", lists.upload, methods=["POST"])
bp.add_url_rule("/officials/lists/use", "use_list", lists.use, methods=["POST"])
bp.add_url_rule("/officials/lists/remove", "remove_list", lists.remove, methods=["POST"])
bp.add_url_rule("/officials/terms", "terms", terms.show)
bp.add_url_rule("/officials/tables", "tables", tables.show)
bp.add_url_rule("/officials/tables/update", "ask_update", tables.ask, methods=["POST"])
bp.add_url_rule("/officials/tables/state", "update_state", tables.state)
