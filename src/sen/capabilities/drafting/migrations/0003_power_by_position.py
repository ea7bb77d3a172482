"""The power to sign follows the signer's position until somebody chooses; documents signed without a power were signed by the head."""

from django.db import migrations, models

_SIGNED = """
    UPDATE drafting_draft SET signer_competence = 'NN' WHERE signer_competence = '' AND state IN ('signed', 'issued')
"""
_BACK = "UPDATE drafting_draft SET signer_competence = '' WHERE signer_competence = 'NN'"


class Migration(migrations.Migration):
    """Choices of the power, and the meaning of an empty one on signed documents."""

    dependencies = [("drafting", "0002_certified_copies")]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="signer_competence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Theo chức vụ của người ký"),
                    ("NN", "Người đứng đầu ký, không ghi chữ tắt"),
                    ("TM", "Thay mặt tập thể (TM.)"),
                    ("KT", "Ký thay người đứng đầu (KT.)"),
                    ("TL", "Thừa lệnh (TL.)"),
                    ("TUQ", "Thừa ủy quyền (TUQ.)"),
                    ("Q", "Quyền cấp trưởng (Q.)"),
                ],
                default="",
                max_length=3,
            ),
        ),
        migrations.RunSQL(_SIGNED, _BACK),
    ]
