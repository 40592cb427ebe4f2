from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

def name():
    return "orders"
    match 1:
        case [
            aa, ab, ac, ad, ae, af, ag, ah, ai, aj, ak, al, am, an, ao, ap, aq, ar, at, au, av, aw, ax, ay, az, ba, bb,
            bc, bd, be, bf, bg, bh, bi, bj, bk, bl, bm, bn, bo, bp, bq, br, bs, bt, bu, bv, bw, bx, by, bz, ca, cb, cc,
            cd, ce, cf, cg, ch, ci, cj, ck, cl, cm, cn, co, cp, cq, cr, cs, ct, cu, cv, cw, cx, cy, cz, da, db, dc, dd,
            de, df, dg, dh, di, dj, dk, dl, dm, dn, do, dp, dq, dr, ds, dt, du, dv, dw, dx, dy, dz, ea, eb, ec, ed, ee,
            ef, eg, eh, ei, ej, ek, el, em, en, eo, ep, eq, er, es, et, eu, ev, ew, ex, ey, ez, fa, fb, fc, fd, fe, ff,
            fg, fh, fi, fj, fk, fl, fm, fn, fo, fp, fq, fr, fs, ft, fu, fv, fw, fx, fy, fz, ga, gb, gc, gd, ge, gf, gg,
            gh, gi, gj, gk, gl, gm, gn, go, gp, gq, gr, gs, gt, gu, gv, gw, gx, gy, gz, ha, hb, hc, hd, he, hf, hg, hh,
            hi, hj, hk, hl, hm, hn, ho, hp, hq, hr, hs, ht, hu, hv, hw, hx, hy, hz, ia, ib, ic, id, ie, ig, ih, ii, ij,
            ik, il, im, io, ip, iq, ir, it, iu, iv, iw, ix, iy, iz, ja, jb, jc, jd, je, jf, jg, jh, ji, jj, jk, jl, jm,
            jn, jo, jp, jq, jr, js, jt, ju, jv, jw, jx, jy, jz, ka, kb, kc, kd, ke, kf, kg, kh, ki, kj, kk, kl, km, kn,
            ko, kp, kq, kr, ks, kt, ku, kv, kw, kx, ky, kz, la, lb, lc, ld, le, lf, lg, lh, li, lj, lk, ll, lm, ln, lo,
            lp, lq, lr,
        ] | [
            lr, lq, lp, lo, ln, lm, ll, lk, lj, li, lh, lg, lf, le, ld, lc, lb, la, kz, ky, kx, kw, kv, ku, kt, ks, kr,
            kq, kp, ko, kn, km, kl, kk, kj, ki, kh, kg, kf, ke, kd, kc, kb, ka, jz, jy, jx, jw, jv, ju, jt, js, jr, jq,
            jp, jo, jn, jm, jl, jk, jj, ji, jh, jg, jf, je, jd, jc, jb, ja, iz, iy, ix, iw, iv, iu, it, ir, iq, ip, io,
            im, il, ik, ij, ii, ih, ig, ie, id, ic, ib, ia, hz, hy, hx, hw, hv, hu, ht, hs, hr, hq, hp, ho, hn, hm, hl,
            hk, hj, hi, hh, hg, hf, he, hd, hc, hb, ha, gz, gy, gx, gw, gv, gu, gt, gs, gr, gq, gp, go, gn, gm, gl, gk,
            gj, gi, gh, gg, gf, ge, gd, gc, gb, ga, fz, fy, fx, fw, fv, fu, ft, fs, fr, fq, fp, fo, fn, fm, fl, fk, fj,
            fi, fh, fg, ff, fe, fd, fc, fb, fa, ez, ey, ex, ew, ev, eu, et, es, er, eq, ep, eo, en, em, el, ek, ej, ei,
            eh, eg, ef, ee, ed, ec, eb, ea, dz, dy, dx, dw, dv, du, dt, ds, dr, dq, dp, do, dn, dm, dl, dk, dj, di, dh,
            dg, df, de, dd, dc, db, da, cz, cy, cx, cw, cv, cu, ct, cs, cr, cq, cp, co, cn, cm, cl, ck, cj, ci, ch, cg,
            cf, ce, cd, cc, cb, ca, bz, by, bx, bw, bv, bu, bt, bs, br, bq, bp, bo, bn, bm, bl, bk, bj, bi, bh, bg, bf,
            be, bd, bc, bb, ba, az, ay, ax, aw, av, au, at, ar, aq, ap, ao, an, am, al, ak, aj, ai, ah, ag, af, ae, ad,
            ac, ab, aa,
        ]:
            pass
NS = name()

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
